// Pages of the phones, all bundled by the same bundler with the same settings, in headless Chromium.
import { readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { chromium } from '@playwright/test'
import { rolldown } from 'rolldown'
import { ensureChromium } from '../../scripts/ensure.mjs'
import { loadTypescript, scratch } from './load-typescript.mjs'

export const libraries = ['zorio', 'sipjs', 'jssip']
export const nameOf = { zorio: 'zorio', sipjs: 'sip.js', jssip: 'jssip' }

// Two runs at a time do not take each other's pages away.
const folder = `${scratch}pages-${process.pid}/`
const source = new URL('../pages/', import.meta.url).pathname

async function bundlePages() {
  rmSync(folder, { recursive: true, force: true })
  for (const library of libraries) {
    const bundle = await rolldown({
      input: { [library]: `${source}${library}.js` },
      platform: 'browser',
      logLevel: 'silent',
      transform: { target: 'es2022', define: { 'process.env.NODE_ENV': '"production"' } },
    })
    await bundle.write({ dir: `${folder}${library}`, format: 'esm', minify: true })
    await bundle.close()
  }
}

const html = (library, isClockTurned) =>
  `<!doctype html><meta charset="utf-8"><title>${library}</title><link rel="icon" href="data:,">
<audio id="ear" autoplay></audio>${isClockTurned ? '<script src="/clock.js"></script>' : ''}<script src="/measure.js"></script>
<script>window.whenReady = new Promise((resolve) => (window.setReady = resolve))</script>
<script type="module">import { createPhone } from '/${library}/${library}.js'; window.createPhone = createPhone; window.setReady()</script>`

/** The integrator's site, another origin than the back end. Files may be cached, as a site's are. */
async function startSite() {
  const server = createServer((request, response) => {
    const { pathname: path, search } = new URL(request.url, 'http://site')
    const page = /^\/(\w+)\.html$/.exec(path)?.[1]
    if (page)
      return void response
        .writeHead(200, { 'content-type': 'text/html' })
        .end(html(page, search === '?clock'))
    const type = { 'content-type': 'text/javascript', 'cache-control': 'max-age=600' }
    try {
      const content = readFileSync(
        ['/measure.js', '/clock.js'].includes(path)
          ? `${source}${path.slice(1)}`
          : `${folder}${path.slice(1)}`,
      )
      response.writeHead(200, type).end(content)
    } catch {
      response.writeHead(404).end()
    }
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: server.address().port,
    stop: () => new Promise((resolve) => server.close(resolve).closeAllConnections()),
  }
}

let site
let isBundled

/** One Chromium. `open(library)` gives a page in a context of its own, with `createPhone` ready. */
export async function startBrowser({ flags = [] } = {}) {
  await (isBundled ??= bundlePages())
  site ??= await startSite()
  const { quietFlags } = await loadTypescript('e2e/harness/chromium.ts')
  const browser = await chromium.launch({
    executablePath: ensureChromium(),
    chromiumSandbox: false,
    args: [...quietFlags, '--autoplay-policy=no-user-gesture-required', ...flags],
  })
  return {
    browser,
    sitePort: site.port,
    async open(library, { origin = `http://127.0.0.1:${site.port}`, context, search = '' } = {}) {
      const own = context ?? (await browser.newContext({ permissions: ['microphone'] }))
      const page = await own.newPage()
      await page.goto(`${origin}/${library}.html${search}`)
      await page.evaluate(() => window.whenReady)
      return page
    },
    /** CPU milliseconds of all its processes so far. */
    async cpuMs() {
      const session = await browser.newBrowserCDPSession()
      const { processInfo } = await session.send('SystemInfo.getProcessInfo')
      await session.detach()
      return processInfo.reduce((sum, one) => sum + one.cpuTime * 1000, 0)
    },
    stop: () => browser.close(),
  }
}

export async function stopSite() {
  await site?.stop()
  site = undefined
  rmSync(folder, { recursive: true, force: true })
}
