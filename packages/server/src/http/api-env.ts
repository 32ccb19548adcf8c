/** What middleware leaves for the routes behind it. */
export interface SignedInUser {
  readonly id: number
  readonly accountId: number
  readonly username: string
  readonly fullName: string
  readonly extension: string
  readonly tokenId: number
  /** Names divided by spaces, or `*`. */
  readonly scopes: string
}

export interface ApiEnv {
  Variables: {
    user: SignedInUser
    requestId: string
    /** Who asks, proxies of ours looked through; `unknown` where there is no connection. */
    address: string
  }
}
