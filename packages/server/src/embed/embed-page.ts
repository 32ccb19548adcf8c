/** `/webphone-embed`: the page that other people's sites frame. */
import { Hono } from 'hono'
import type { Context } from 'hono'
import type { ApiEnv } from '../http/api-env.ts'
import { staticFiles } from '../http/static-files.ts'
import { verifyEmbedToken } from './embed-token.ts'

export interface EmbedPageParts {
  readonly embedSecret: string
  readonly now: () => number
  /** Folder of the page's own files. */
  readonly embedFolder: string
  /** Where the phone's sockets may go beside this server. */
  readonly wssUrls: readonly string[]
  /** Who may frame the page when its token comes in the fragment, which no server sees. */
  readonly allowedOrigins: readonly string[]
}

export const embedPath = '/webphone-embed'

export function embedPageRoutes(parts: EmbedPageParts): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>()
  const files = staticFiles(parts.embedFolder, `${embedPath}/`)
  routes.get(embedPath, async (c) => {
    const token = c.req.query('token')
    const grant =
      token === undefined ? undefined : await verifyEmbedToken(parts.embedSecret, token, parts.now())
    c.header('Cache-Control', 'no-store')
    c.header('Referrer-Policy', 'no-referrer')
    if (token !== undefined && typeof grant === 'string') return c.html(refusedPage, refuse(c))
    const origins = typeof grant === 'object' ? grant.origins : parts.allowedOrigins
    c.header('Content-Security-Policy', pagePolicy(c, origins, parts.wssUrls))
    c.header('Permissions-Policy', 'microphone=(self), autoplay=(self), speaker-selection=(self), camera=()')
    return c.html(page)
  })
  routes.get(`${embedPath}/*`, files)
  return routes
}

/** No script and nothing to click: it may be framed by anybody, so that the message is seen where the phone was expected. */
function refuse(c: Context): 401 {
  c.header('Content-Security-Policy', "default-src 'none'; frame-ancestors *")
  return 401
}

/** Origins come from a signed token and were checked as origins when it was made: none can hold a `;`. */
function pagePolicy(c: Context, origins: readonly string[], wssUrls: readonly string[]): string {
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
    `frame-ancestors ${["'self'", ...origins].join(' ')}`,
  ].join('; ')
}

const page = `<!doctype html>
<html lang="vi">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <meta name="robots" content="noindex" />
    <title>Zorio Webphone</title>
    <link rel="stylesheet" href="${embedPath}/embed.css" />
    <script src="${embedPath}/take-token.js"></script>
    <script type="module" src="${embedPath}/embed.js"></script>
  </head>
  <body>
    <main id="phone"></main>
    <p id="message" role="alert" hidden></p>
  </body>
</html>
`

const refusedPage = `<!doctype html>
<html lang="vi">
  <head><meta charset="utf-8" /><title>Zorio Webphone</title></head>
  <body>
    <p role="alert">Liên kết điện thoại đã hết hạn hoặc không hợp lệ. Hãy tải lại trang.</p>
    <p lang="en">This phone link has expired or is not valid. Reload the page.</p>
  </body>
</html>
`
