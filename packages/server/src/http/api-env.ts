/** What middleware leaves for the routes behind it. */
export interface SignedInUser {
  readonly id: number
  readonly accountId: number
  readonly username: string
  readonly fullName: string
  readonly extension: string
  readonly tokenId: number
}

export interface ApiEnv {
  Variables: { user: SignedInUser }
}
