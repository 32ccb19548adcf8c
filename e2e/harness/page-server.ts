import { existsSync, readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

const files: Readonly<Record<string, string>> = {
  '/': 'text/html; charset=utf-8',
  '/page.js': 'text/javascript; charset=utf-8',
  '/measure.js': 'text/javascript; charset=utf-8',
}

const sdk = new URL('../../packages/webphone/dist/', import.meta.url)

/** `/sdk/…`: the site's own copy of the SDK, for pages whose CSP knows no other origin. */
function sdkFile(path: string): Buffer | undefined {
  const name = /^\/sdk\/([\w.-]+\.js)$/.exec(path)?.[1]
  return name !== undefined && existsSync(new URL(name, sdk)) ? readFileSync(new URL(name, sdk)) : undefined
}

/** The integrator's own site: another origin than the back end, so that CORS is real. */
export async function startPageServer(
  headers: Readonly<Record<string, string>> = {},
): Promise<{ url: string; stop: () => Promise<void> }> {
  const server: Server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://page').pathname
    const own = sdkFile(path)
    const type = own ? files['/page.js'] : files[path]
    if (type === undefined) return void response.writeHead(404).end()
    const name = path === '/' ? 'index.html' : path.slice(1)
    response.writeHead(200, { 'content-type': type, 'cache-control': 'no-store', ...headers })
    response.end(own ?? readFileSync(new URL(`./page/${name}`, import.meta.url)))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/`,
    stop: () => new Promise((resolve) => server.close(() => resolve()).closeAllConnections()),
  }
}
