/** `/api/openapi.json`, and `/api/reference`, a page that people read. */
import { Hono } from 'hono'
import type { ApiEnv } from '../http/api-env.ts'
import { openApiDocument } from './document.ts'
import { operations } from './operations.ts'
import { referencePage } from './reference-page.ts'

export function openApiRoutes(): Hono<ApiEnv> {
  const document = JSON.stringify(openApiDocument(operations))
  const page = referencePage(operations)
  const routes = new Hono<ApiEnv>()
  routes.get('/openapi.json', (c) => {
    c.header('Content-Type', 'application/json; charset=utf-8')
    return c.body(document)
  })
  routes.get('/reference', (c) => {
    c.header(
      'Content-Security-Policy',
      "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    )
    return c.html(page)
  })
  return routes
}
