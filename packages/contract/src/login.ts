/** `POST /api/auth/login`. */
export interface LoginBody {
  username: string
  password: string
  /** Shown where tokens are listed; default `api`. */
  device_name?: string
  /** What the token may be used for; default everything. */
  scopes?: string[]
}

/** 200 of the login. `token` is `ID|RANDOM`, sent from then on as `Authorization: Bearer …`; it is shown this once. */
export interface LoginAnswerBody {
  data: { user: UserBody }
  token: string
}

/** The signed-in user; also `GET /api/auth/me` inside `{"data": …}`. */
export interface UserBody {
  id: number
  username: string
  full_name: string
  extension: string
}

/** One line of `GET /api/auth/tokens`. */
export interface TokenBody {
  id: number
  device_name: string
  /** `*`: everything. */
  scopes: string[]
  created_at: string
  /** null: until revoked. */
  expires_at: string | null
  is_current: boolean
}
