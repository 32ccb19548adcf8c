/** `POST /api/webphone/embed-token`; every field may be left out. */
export interface EmbedTokenRequestBody {
  /** 30 to 600, default 300. */
  ttl_seconds?: number
  /** Origins that may frame the phone (`https://crm.example`); none means that the server's own origin may. */
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
