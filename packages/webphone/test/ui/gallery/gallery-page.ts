/** Builds the gallery and opens it in Chromium: one browser for a test file, one origin that needs no server. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { chromium, type Browser, type BrowserContextOptions, type Page } from '@playwright/test'
import { rolldown } from 'rolldown'
import { collapseTemplates } from '../../../../../scripts/collapse-templates.mjs'
import { chromiumPath } from '../../chromium-path.ts'

const origin = 'http://localhost:4999'
const entries = {
  gallery: fileURLToPath(new URL('./gallery.ts', import.meta.url)),
  element: fileURLToPath(new URL('./element-page.ts', import.meta.url)),
}
/** A web font makes the contact sheet look alike on every machine; without it the system's is used. */
const fontFile = process.env['GALLERY_FONT']

export const strictCsp = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "require-trusted-types-for 'script'",
  'trusted-types lit-html',
].join('; ')

const pageStyle = `
body { margin: 0; font-family: sans-serif; }
body.cells { display: grid; grid-template-columns: repeat(auto-fill, 380px); gap: 24px; padding: 24px; background: #e9edf0; }
body.dark { background: #0a0c0e; color: #eee; }
figure { margin: 0; } figcaption { font: 500 14px/2 var(--zw-font, sans-serif); }
.box { width: 380px; height: 600px; transform: translateZ(0); }
@font-face { font-family: Gallery; src: url(/font-vi.woff2); font-weight: 100 900; unicode-range: U+0102-0103,U+0110-0111,U+0128-0129,U+0168-0169,U+01A0-01A1,U+01AF-01B0,U+0300-0301,U+0303-0304,U+0308-0309,U+0323,U+0329,U+1EA0-1EF9,U+20AB; }
@font-face { font-family: Gallery; src: url(/font.woff2); font-weight: 100 900; unicode-range: U+0000-00FF,U+2000-206F,U+2190-21FF,U+2200-22FF; }
${fontFile ? ':root { --zw-font: Gallery, system-ui, sans-serif; }' : ''}
`

let files: Promise<Map<string, string>> | undefined

async function build(): Promise<Map<string, string>> {
  const bundle = await rolldown({
    input: entries,
    platform: 'browser',
    logLevel: 'silent',
    // As it ships.
    plugins: [collapseTemplates()],
  })
  const { output } = await bundle.generate({
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: '[name].js',
    minify: true,
  })
  await bundle.close()
  return new Map(output.flatMap((file) => (file.type === 'chunk' ? [[`/${file.fileName}`, file.code]] : [])))
}

/** The whole Chromium where the page asks to notify: the one without windows refuses that. */
export function launchChromium(executablePath = chromiumPath): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-dev-shm-usage',
      '--use-fake-device-for-media-stream',
      '--mute-audio',
      '--force-color-profile=srgb',
    ],
  })
}

export interface GalleryPageOptions extends BrowserContextOptions {
  /** Further style of the host page. */
  readonly hostStyle?: string
  readonly entry?: 'gallery' | 'element'
  /** Runs before the page's own script: takes away what a browser may lack. */
  readonly before?: () => void
}

/** A page under a strict CSP with enforced Trusted Types. Its errors and CSP reports land in `problems`. */
export async function openGallery(
  browser: Browser,
  { hostStyle = '', entry = 'gallery', before, ...options }: GalleryPageOptions = {},
): Promise<{ page: Page; problems: string[] }> {
  const chunks = await (files ??= build())
  const context = await browser.newContext({ baseURL: origin, ...options })
  const page = await context.newPage()
  if (before) await page.addInitScript(before)
  const problems: string[] = []
  page.on('pageerror', (error) => problems.push(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('favicon')) problems.push(message.text())
  })
  const html = `<!doctype html><html lang="en"><title>Gallery</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/page.css"><body><script type="module" src="/${entry}.js"></script></body></html>`
  await page.route(`${origin}/**`, (route) => {
    const { pathname } = new URL(route.request().url())
    if (pathname === '/')
      return route.fulfill({
        contentType: 'text/html',
        body: html,
        headers: { 'content-security-policy': `${strictCsp}; img-src data:` },
      })
    if (pathname === '/page.css')
      return route.fulfill({ contentType: 'text/css', body: pageStyle + hostStyle })
    if (fontFile && pathname.startsWith('/font'))
      return route.fulfill({
        contentType: 'font/woff2',
        body: readFileSync(pathname === '/font.woff2' ? fontFile : fontFile.replace('latin', 'vietnamese')),
      })
    const code = chunks.get(pathname)
    return code === undefined
      ? route.fulfill({ status: 404 })
      : route.fulfill({ contentType: 'text/javascript', body: code })
  })
  await page.goto('/')
  await page.waitForFunction(() => customElements.get('zorio-webphone') ?? 'gallery' in window)
  return { page, problems }
}
