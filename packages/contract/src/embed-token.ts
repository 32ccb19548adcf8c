/** `POST /api/webphone/embed-token`; every field may be left out. */
export interface EmbedTokenRequestBody {
  /** 30 to 600, default 300. */
  ttl_seconds?: number
  /**
   * Origins that may frame the phone (`https://crm.example`). Default: those of the account; where it has none, the server's own.
   * Where the account has some, only these may be named.
   */
  origins?: string[]
}

export interface EmbedTokenBody {
  /** HS256 JWT for the URL of the embed page: short-lived, so that the bearer never stands in a URL. */
  embed_token: string
  /** ISO 8601 with offset. */
  expires_at: string
}

/** `POST /api/webphone/embed-session`, sent by the embed page: turns the token of its URL into a bearer, once. */
export interface EmbedSessionRequestBody {
  embed_token: string
  /** Origin of the page around the frame, as the browser told it; absent where there is none. */
  parent_origin?: string
}

/** `code` of a 401 or 403 of `POST /api/webphone/embed-session`. */
export type EmbedRefusal =
  'embed_token_invalid' | 'embed_token_expired' | 'embed_token_used' | 'embed_origin_refused'

/** `GET` and `PUT /api/webphone/embed-origins`; inside `{"data": …}` in answers. */
export interface EmbedOriginsBody {
  /** Whose pages may frame the phones of the account. */
  origins: string[]
}

/** Inside `{"data": …}`. */
export interface EmbedSessionBody {
  /** Good for the phone and nothing else. */
  token: string
  /** ISO 8601 with offset. */
  expires_at: string
  extension: string
  /** Who may frame the page, and with whom it may talk. */
  origins: string[]
}
