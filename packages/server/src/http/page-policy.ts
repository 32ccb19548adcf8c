import type { Context } from 'hono'

export interface PagePolicy {
  /** Where the page's phone opens its socket. */
  readonly wssUrls: readonly string[]
  /** Checked as origins by whoever gives them: none may hold a `;`. */
  readonly ancestors?: readonly string[]
}

/** The strict Content-Security-Policy of a page with a phone on it: nothing inline, nothing from elsewhere. */
export function pagePolicy(c: Context, { wssUrls, ancestors = [] }: PagePolicy): string {
  const { host } = new URL(c.req.url)
  const sockets = wssUrls.map((url) => new URL(url).origin.replace(/^http/, 'ws'))
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    `connect-src ${["'self'", `ws://${host}`, `wss://${host}`, ...sockets].join(' ')}`,
    'worker-src blob:',
    "media-src 'self' blob: data: mediastream:",
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${["'self'", ...ancestors].join(' ')}`,
  ].join('; ')
}
