import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

const script = readFileSync(new URL('./crm-page.js', import.meta.url), 'utf8')
const html = `<!doctype html><html lang="en"><head><meta charset="utf-8" /><title>A CRM</title>
<link rel="icon" href="data:," /><script type="module" src="/crm-page.js"></script></head>
<body><h1>A CRM</h1><button>Work</button><div id="phone"></div></body></html>`

/** The site of a CRM on another origin (127.0.0.1, the phone is on localhost). `?headers=` sets what its pages are sent with. */
export async function startCrmSite(): Promise<{ origin: string; stop: () => Promise<void> }> {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://crm')
    const headers = JSON.parse(url.searchParams.get('headers') ?? '{}') as Record<string, string>
    const isScript = url.pathname === '/crm-page.js'
    const type = isScript ? 'text/javascript; charset=utf-8' : 'text/html; charset=utf-8'
    response.writeHead(200, { 'content-type': type, ...headers })
    response.end(isScript ? script : html)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${port}`,
    stop: () => new Promise((resolve) => server.close(() => resolve()).closeAllConnections()),
  }
}
