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
