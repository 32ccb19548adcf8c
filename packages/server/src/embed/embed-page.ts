/** `/webphone-embed`: the page that other people's sites frame. */
import { Hono } from 'hono'
import type { Context } from 'hono'
import type { ApiEnv } from '../http/api-env.ts'
import { pagePolicy } from '../http/page-policy.ts'
import { staticFiles } from '../http/static-files.ts'
import { phonePage, refusedPage } from './embed-html.ts'
import { verifyEmbedToken } from './embed-token.ts'
import { readFrameTicket } from './frame-ticket.ts'
import type { RefusalCode } from './refusal-words.ts'

export interface EmbedPageParts {
  readonly embedSecret: string
  readonly now: () => number
  /** Folder of the page's own files. */
  readonly embedFolder: string
  /** Where the phone's sockets may go beside this server. */
  readonly wssUrls: readonly string[]
  /** Who may frame the page when neither token nor ticket says it. */
  readonly allowedOrigins: readonly string[]
}

export const embedPath = '/webphone-embed'

export function embedPageRoutes(parts: EmbedPageParts): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>()
  routes.get(embedPath, async (c) => {
    c.header('Cache-Control', 'no-store')
    c.header('Referrer-Policy', 'no-referrer')
    const origins = await framersOf(c, parts)
    if (typeof origins === 'string') return refuse(c, origins)
    if (isFramedByAnother(c, origins)) return refuse(c, 'embed_origin_refused')
    // The origins come from a signed token or ticket and were checked as origins when it was made.
    c.header('Content-Security-Policy', pagePolicy(c, { wssUrls: parts.wssUrls, ancestors: origins }))
    c.header('Permissions-Policy', 'microphone=(self), autoplay=(self), speaker-selection=(self), camera=()')
    return c.html(phonePage(embedPath))
  })
  routes.get(`${embedPath}/*`, staticFiles(parts.embedFolder, `${embedPath}/`))
  return routes
}

/** Whose pages may frame this one: those of the token, or of the ticket that the host helper sends before the token. */
async function framersOf(c: Context, parts: EmbedPageParts): Promise<readonly string[] | RefusalCode> {
  const token = c.req.query('token')
  const ticket = c.req.query('frame')
  if (token !== undefined) {
    const grant = await verifyEmbedToken(parts.embedSecret, token, parts.now())
    if (grant === 'expired') return 'embed_token_expired'
    return grant === 'invalid' ? 'embed_token_invalid' : grant.origins
  }
  if (ticket === undefined) return parts.allowedOrigins
  return readFrameTicket(parts.embedSecret, ticket) ?? 'embed_token_invalid'
}

/**
 * The browser would keep the page back by `frame-ancestors` and show nothing; where it says who asks, the page can say so in words.
 * Nothing hangs on it: without a Referer the policy decides, and no token is redeemed for a page that it does not name.
 */
function isFramedByAnother(c: Context, origins: readonly string[]): boolean {
  if (c.req.header('Sec-Fetch-Dest') !== 'iframe') return false
  const referer = c.req.header('Referer') ?? ''
  if (!URL.canParse(referer)) return false
  const { origin, host } = new URL(referer)
  return host !== new URL(c.req.url).host && !origins.includes(origin)
}

/** It holds no phone and nothing to click: it may be framed by anybody, so that the message is seen where the phone was expected. */
function refuse(c: Context, code: RefusalCode): Response | Promise<Response> {
  c.header(
    'Content-Security-Policy',
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors *",
  )
  return c.html(refusedPage(embedPath, code), code === 'embed_origin_refused' ? 403 : 401)
}
