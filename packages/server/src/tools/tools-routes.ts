/** Pages for whoever has to find out why something does not work: `/diagnose` and `/flight`. They hold no data of their own. */
import { Hono } from 'hono'
import type { MiddlewareHandler } from 'hono'
import type { ApiEnv } from '../http/api-env.ts'
import { pagePolicy } from '../http/page-policy.ts'
import { staticFiles } from '../http/static-files.ts'

export interface ToolsParts {
  /** Folder of the pages. */
  readonly toolsFolder: string
  /** Where the phone's sockets may go beside this server. */
  readonly wssUrls: readonly string[]
}

export function toolsRoutes({ toolsFolder, wssUrls }: ToolsParts): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>()
  const policy: MiddlewareHandler<ApiEnv> = async (c, next) => {
    c.header('Content-Security-Policy', pagePolicy(c, { wssUrls }))
    c.header('Permissions-Policy', 'microphone=(self), camera=()')
    c.header('Referrer-Policy', 'no-referrer')
    await next()
  }
  for (const name of ['diagnose', 'flight'])
    routes.get(`/${name}`, policy, staticFiles(toolsFolder, '/', `${name}.html`))
  routes.get('/tools/*', policy, staticFiles(toolsFolder, '/tools/'))
  return routes
}
