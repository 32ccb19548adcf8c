/** The HTTP side of the server, put together from its features; sockets and files are the business of `server.ts`. */
import type { Pbx } from '@zorio/pbx'
import { Hono } from 'hono'
import type { Context } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { cors } from 'hono/cors'
import { matchedRoutes } from 'hono/route'
import { secureHeaders } from 'hono/secure-headers'
import { authRoutes } from './auth/auth-routes.ts'
import type { Login } from './auth/login.ts'
import type { Scope } from './auth/scope.ts'
import { clickToCallRoutes } from './calls/click-to-call-routes.ts'
import type { ClickToCallParts } from './calls/click-to-call-routes.ts'
import { leavingRoutes } from './calls/leaving-routes.ts'
import type { LeavingParts } from './calls/leaving-routes.ts'
import { callRoutes } from './calls/call-routes.ts'
import { reportRoutes } from './calls/report-routes.ts'
import type { CallStore } from './calls/call-store.ts'
import { contactRoutes } from './contacts/contact-routes.ts'
import { demoRoutes } from './demo/demo-routes.ts'
import type { DemoSite } from './demo/demo-site.ts'
import { triggerRoutes } from './demo/trigger-routes.ts'
import type { TriggerParts } from './demo/trigger-routes.ts'
import { embedPageRoutes, embedPath } from './embed/embed-page.ts'
import type { EmbedOriginStore } from './embed/embed-origin-store.ts'
import { embedRoutes } from './embed/embed-routes.ts'
import { embedSessionRoutes } from './embed/embed-session-routes.ts'
import type { EmbedSessionParts } from './embed/embed-session-routes.ts'
import type { ApiEnv, SignedInUser } from './http/api-env.ts'
import { ApiError } from './http/api-error.ts'
import { bearer } from './http/bearer.ts'
import { peerAddress } from './http/client-address.ts'
import { requestIdFrom } from './http/request-id.ts'
import type { ReadAddress } from './http/trusted-proxies.ts'
import { staticFiles } from './http/static-files.ts'
import type { Metrics } from './ops/metrics.ts'
import { openApiRoutes } from './openapi/openapi-routes.ts'
import { opsRoutes } from './ops/ops-routes.ts'
import type { OpsParts } from './ops/ops-routes.ts'
import { sipConfigRoutes } from './sip-config/sip-config-routes.ts'
import type { PhoneOwner } from './directory.ts'
import type { SipConfigPolicy } from './sip-config/sip-config.ts'
import { toolsRoutes } from './tools/tools-routes.ts'
import { webhookRoutes } from './webhooks/webhook-routes.ts'
import type { WebhookRouteParts } from './webhooks/webhook-routes.ts'

export interface AppParts
  extends WebhookRouteParts, ClickToCallParts, LeavingParts, TriggerParts, OpsParts, EmbedSessionParts {
  readonly metrics: Metrics
  readonly login: Login
  readonly calls: CallStore
  readonly embedOrigins: EmbedOriginStore
  /** undefined where another engine carries the calls. */
  readonly pbx: () => Pbx | undefined
  readonly sipConfig: SipConfigPolicy
  /** Folder of the embed page's own files. */
  readonly embedFolder: string
  /** Folder of the pages `/diagnose` and `/flight`; without it there are none. */
  readonly toolsFolder?: string
  /** Folder of the built `@zorio/webphone`. */
  readonly sdkFolder: string
  /** Origins whose pages may call the API; empty: any, since no cookie and no other ambient right is accepted. */
  readonly allowedOrigins?: readonly string[]
  /** Default: the other end of the connection, whatever a header says. */
  readonly readAddress?: ReadAddress
  /** Under which address the outside world reaches this server; default what each request says. */
  readonly publicUrl?: string
  readonly demo?: DemoSite
  /** Told of each user whose phone asks how to register. */
  readonly onPhone?: (user: PhoneOwner) => void
  readonly onRequest?: (request: AnsweredRequest) => void
  readonly onError?: (error: Error, request: { path: string; requestId: string }) => void
}

/** As the log tells it. */
export interface AnsweredRequest {
  readonly method: string
  readonly path: string
  readonly status: number
  readonly ms: number
  readonly requestId: string
  readonly address: string
  /** The id of the user whose token it was. */
  readonly user?: number
}

const maxBodyBytes = 64 * 1024

export function createApp(parts: AppParts): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>()
  watchRequests(app, parts)
  // Whether a domain is https for ever is for whoever runs its proxy to say, not for us.
  const headers = { strictTransportSecurity: false, crossOriginResourcePolicy: false }
  const unframed = secureHeaders(headers)
  // The one page that is made to be framed says by whom in its own policy.
  const framed = secureHeaders({ ...headers, xFrameOptions: false })
  app.use((c, next) => (c.req.path === embedPath ? framed : unframed)(c, next))
  app.use('/api/*', apiCors(parts.allowedOrigins ?? []))
  app.use('/api/*', async (c, next) => {
    c.header('Cache-Control', 'no-store')
    await next()
  })
  app.use('/api/*', bodyLimit({ maxSize: maxBodyBytes, onError: () => refuseBody() }))
  mountApi(app, parts)
  app.route('/', opsRoutes(parts))
  app.route(
    '/',
    embedPageRoutes({
      ...parts,
      wssUrls: parts.sipConfig.wssUrls,
      allowedOrigins: parts.allowedOrigins ?? [],
    }),
  )
  const { toolsFolder } = parts
  if (toolsFolder !== undefined)
    app.route('/', toolsRoutes({ toolsFolder, wssUrls: parts.sipConfig.wssUrls }))
  app.use('/sdk/*', cors({ origin: '*' }))
  app.use('/sdk/*', async (c, next) => {
    c.header('Cross-Origin-Resource-Policy', 'cross-origin')
    await next()
  })
  app.get('/sdk/*', staticFiles(parts.sdkFolder, '/sdk/'))
  if (parts.demo) {
    app.route('/', demoRoutes(parts.demo))
    // Only where nobody else can reach the server: it cuts anybody's socket.
    if (parts.webhooks.rule.allowLoopback)
      app.route('/demo/trigger', triggerRoutes(parts, bearer(parts.login.authenticate)))
  }
  return app
}

function mountApi(app: Hono<ApiEnv>, parts: AppParts): void {
  const { now, login, publicUrl } = parts
  const guarded = (scope: Scope) => ({ signedIn: bearer(login.authenticate, scope), now })
  app.route('/api', openApiRoutes())
  app.route('/api/auth', authRoutes(login, now))
  app.route(
    '/api/webphone',
    sipConfigRoutes(parts.sipConfig, {
      ...guarded('webphone'),
      challenge: () => parts.pbx()?.registerChallenge(),
      ...(publicUrl !== undefined && { publicUrl }),
      ...(parts.onPhone && { onPhone: parts.onPhone }),
    }),
  )
  app.route('/api/webphone', embedSessionRoutes(parts))
  app.route(
    '/api/webphone',
    embedRoutes(parts.embedSecret, { ...guarded('embed'), embedOrigins: parts.embedOrigins }),
  )
  app.route('/api/contacts', contactRoutes(parts.contacts, guarded('webphone')))
  app.route('/api/pbx', callRoutes(parts.calls, guarded('pbx.read')))
  app.route('/api/pbx', clickToCallRoutes(parts, guarded('pbx.call')))
  app.route('/api/webphone', leavingRoutes(parts, guarded('webphone')))
  app.route('/api/webphone', reportRoutes(parts, guarded('webphone')))
  app.route('/api/pbx', webhookRoutes(parts, guarded('webhooks')))
}

/** Without credentials (cookies), so that reflecting an origin gives it nothing that a bearer token does not. */
function apiCors(allowed: readonly string[]) {
  return cors({
    origin: (origin) => (allowed.length === 0 || allowed.includes(origin) ? origin || '*' : null),
    allowMethods: ['GET', 'POST', 'PUT', 'DELETE'],
    allowHeaders: ['Authorization', 'Content-Type', 'Accept'],
    exposeHeaders: [
      'X-RateLimit-Limit',
      'X-RateLimit-Remaining',
      'X-RateLimit-Reset',
      'Retry-After',
      'X-Request-Id',
    ],
    maxAge: 600,
  })
}

function refuseBody(): never {
  throw new ApiError(413)
}

/** The pattern of the route that answered: paths hold ids, and each would become a time series of its own. */
function routeOf(c: Context<ApiEnv>): string {
  const patterns = matchedRoutes(c).map(({ path }) => path)
  return patterns.filter((path) => !['/*', '*', '/api/*'].includes(path)).at(-1) ?? 'unknown'
}

function watchRequests(app: Hono<ApiEnv>, parts: AppParts): void {
  const { readAddress = (peer) => peer } = parts
  app.use(async (c, next) => {
    const started = performance.now()
    const requestId = requestIdFrom(c.req.header('X-Request-Id'))
    c.set('requestId', requestId)
    const address = readAddress(peerAddress(c), c.req.header('X-Forwarded-For')) ?? 'unknown'
    c.set('address', address)
    await next()
    c.header('X-Request-Id', requestId)
    // The path only: a query holds phone numbers.
    const { method, path } = c.req
    const { status } = c.res
    const ms = Math.round(performance.now() - started)
    const route = routeOf(c)
    parts.metrics.request({ method, route, status, ms })
    if (status === 429) parts.metrics.limited(route)
    const user: SignedInUser | undefined = c.get('user')
    const who = { address, ...(user && { user: user.id }) }
    parts.onRequest?.({ method, path, status, ms, requestId, ...who })
  })
  app.notFound((c) => c.json(new ApiError(404).body(), 404))
  app.onError((error, c) => {
    const known = error instanceof ApiError ? error : new ApiError(500)
    if (known !== error) parts.onError?.(error, { path: c.req.path, requestId: c.get('requestId') })
    return c.json(known.body(), known.status)
  })
}
