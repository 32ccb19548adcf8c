/** Pages with real phones on a demo server, whose line lies in `DEMO`. */
import { fileURLToPath } from 'node:url'
import type { ConnectOptions } from '../../../src/options.ts'
import { chromium, type Browser, type BrowserContextOptions, type Page } from '@playwright/test'
import { rolldown } from 'rolldown'
import { collapseTemplates } from '../../../../../scripts/collapse-templates.mjs'
import { wholeChromiumPath } from '../../chromium-path.ts'

interface Demo {
  readonly url: string
  readonly users: readonly { readonly token: string }[]
}

export const demo = JSON.parse(process.env['DEMO'] ?? 'null') as Demo | null
const host =
  '<!doctype html><title>CRM</title><link rel="stylesheet" href="/ui-test/page.css"><body><script type="module" src="/ui-test/real-page.js"></script>'

/** As strict as a page with a phone can be; the policies are those of docs/ui.md. */
const csp = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self' ws: wss:",
  'worker-src blob:',
  "require-trusted-types-for 'script'",
  'trusted-types lit-html zorio-webphone',
].join('; ')

/** What the browser refused of all pages so far. */
export const forbidden: string[] = []

let files: Promise<ReadonlyMap<string, string>> | undefined

async function build(): Promise<ReadonlyMap<string, string>> {
  const input = fileURLToPath(new URL('./real-page.ts', import.meta.url))
  const bundle = await rolldown({
    input,
    platform: 'browser',
    logLevel: 'silent',
    plugins: [collapseTemplates()],
  })
  const { output } = await bundle.generate({
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: '[name].js',
  })
  await bundle.close()
  return new Map(
    output.flatMap((file) =>
      file.type === 'chunk' ? [[`/ui-test/${file.fileName}`, file.code] as const] : [],
    ),
  )
}

export function launchForCalls(...more: readonly string[]): Promise<Browser> {
  const flags = ['--no-sandbox', '--mute-audio', '--autoplay-policy=no-user-gesture-required']
  // The host page is made by the test and has no address; the browser would not let it speak to loopback.
  const local = '--disable-features=LocalNetworkAccessChecks'
  return chromium.launch({
    executablePath: wholeChromiumPath,
    args: [...flags, local, '--use-fake-device-for-media-stream', ...more],
  })
}

interface StartInput {
  readonly token: string
  readonly options: Partial<ConnectOptions>
}

interface OpenOptions extends BrowserContextOptions {
  /** Runs before the page's own script. */
  readonly before?: () => void
  readonly phone?: Partial<ConnectOptions>
}

/** A page of its own with the phone of the demo's user of that index. */
export async function openPhone(
  browser: Browser,
  user: number,
  { before, phone, ...options }: OpenOptions = {},
): Promise<Page> {
  const chunks = await (files ??= build())
  const context = await browser.newContext({ viewport: { width: 400, height: 620 }, ...options })
  const page = await context.newPage()
  page.setDefaultTimeout(15_000)
  if (before) await page.addInitScript(before)
  page.on('console', (message) => {
    if (/Content Security Policy|Trusted/.test(message.text())) forbidden.push(message.text())
  })
  await page.route('**/ui-test/**', (route) => {
    const { pathname } = new URL(route.request().url())
    const code = chunks.get(pathname)
    if (pathname.endsWith('.css'))
      return route.fulfill({ contentType: 'text/css', body: 'body { margin: 0; height: 100vh }' })
    return code === undefined
      ? route.fulfill({ contentType: 'text/html', body: host, headers: { 'content-security-policy': csp } })
      : route.fulfill({ contentType: 'text/javascript', body: code })
  })
  await page.goto(`${demo?.url}/ui-test/`)
  await startPhone(page, user, phone)
  return page
}

/** In a page that has just been loaded, or loaded again. */
export async function startPhone(
  page: Page,
  user: number,
  options: Partial<ConnectOptions> = {},
): Promise<void> {
  await page.waitForFunction(() => 'start' in window)
  const token = demo?.users[user]?.token ?? ''
  // As text: an option may be an element, which Playwright's types follow without end.
  const given = JSON.stringify({ token, options })
  await page.evaluate((text) => {
    const { token: first, options: more } = JSON.parse(text) as StartInput
    return window.start(first, more)
  }, given)
  await page.getByText('Ready').first().waitFor()
}

export const press = (page: Page, name: string): Promise<void> =>
  page.getByRole('button', { name, exact: true }).click()

export const reads = (page: Page, text: string | RegExp): Promise<void> =>
  page.getByText(text).first().waitFor()

export const dialOn = async (page: Page, number: string): Promise<void> => {
  await page.getByRole('combobox').fill(number)
  await page.keyboard.press('Enter')
}
