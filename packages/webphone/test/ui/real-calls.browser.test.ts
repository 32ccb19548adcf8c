/**
 * The checklist through the UI alone with real calls behind it: two pages, our PBX. Runs when told where a demo server is:
 *
 *   DEMO="$(head -1 demo.json)" npx vitest run packages/webphone/test/ui/real-calls   # demo.json: npm run demo -- --json
 */
import { fileURLToPath } from 'node:url'
import { chromium, type Browser, type Page } from '@playwright/test'
import { rolldown } from 'rolldown'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

interface Demo {
  readonly url: string
  readonly users: readonly { readonly token: string }[]
}

const demo = JSON.parse(process.env['DEMO'] ?? 'null') as Demo | null
const host =
  '<!doctype html><title>CRM</title><body style="margin:0;height:100vh"><script type="module" src="/ui-test/real-page.js"></script>'

let browser: Browser
let agent: Page
let other: Page

async function build(): Promise<ReadonlyMap<string, string>> {
  const input = fileURLToPath(new URL('./gallery/real-page.ts', import.meta.url))
  const bundle = await rolldown({ input, platform: 'browser', logLevel: 'silent' })
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

async function openPhone(files: ReadonlyMap<string, string>, user: number): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 400, height: 620 } })
  const page = await context.newPage()
  page.setDefaultTimeout(8000)
  await page.route('**/ui-test/**', (route) => {
    const code = files.get(new URL(route.request().url()).pathname)
    return code === undefined
      ? route.fulfill({ contentType: 'text/html', body: host })
      : route.fulfill({ contentType: 'text/javascript', body: code })
  })
  await page.goto(`${demo?.url}/ui-test/`)
  await page.waitForFunction(() => 'start' in window)
  await page.evaluate((token) => window.start(token), demo?.users[user]?.token ?? '')
  await page.getByText('Ready').first().waitFor()
  return page
}

const press = (page: Page, name: string): Promise<void> =>
  page.getByRole('button', { name, exact: true }).click()
const reads = (page: Page, text: string): Promise<void> => page.getByText(text).first().waitFor()
const dial = async (number: string): Promise<void> => {
  await agent.getByRole('combobox').fill(number)
  await agent.keyboard.press('Enter')
}
const talk = async (): Promise<void> => {
  await dial('1002')
  await press(other, 'Answer')
  await agent.locator('.who .timer').waitFor()
  // The talk time reads at least a second, so that the end is one of a call that was held.
  await agent.waitForTimeout(1500)
}
const done = async (...pages: Page[]): Promise<void> => {
  for (const page of pages) await press(page, 'Done')
}

describe.runIf(demo)('with real calls', () => {
  beforeAll(async () => {
    const flags = ['--no-sandbox', '--mute-audio', '--autoplay-policy=no-user-gesture-required']
    // The host page is made by the test and has no address; the browser would not let it speak to loopback.
    browser = await chromium.launch({
      executablePath: '/usr/bin/chromium',
      args: [...flags, '--disable-features=LocalNetworkAccessChecks'],
    })
    const files = await build()
    agent = await openPhone(files, 0)
    other = await openPhone(files, 1)
  })
  afterAll(() => browser.close())

  it('dials, rings, answers, holds, mutes, sends digits, ends', async () => {
    await dial('1002')
    await other.getByRole('alertdialog').waitFor()
    await reads(agent, 'Ringing…')
    await press(other, 'Answer')
    await agent.locator('.who .timer').waitFor()
    await press(agent, 'Hold')
    await reads(other, 'The other side put you on hold')
    await press(agent, 'Resume')
    await agent.getByRole('button', { name: 'Hold' }).waitFor()
    await press(other, 'Mute')
    await reads(other, 'Muted')
    await press(agent, 'Keypad')
    await agent.keyboard.type('15#')
    await reads(other, 'Received: 15#')
    await agent.keyboard.press('Escape')
    await press(other, 'Hang up')
    await reads(agent, 'Call ended')
    await done(agent, other)
  })

  it('shows a declined call on both sides', async () => {
    await dial('1002')
    await press(other, 'Decline')
    await reads(agent, 'The call was declined')
    await reads(other, 'You declined the call')
    await done(agent, other)
  })

  it.each([
    ['9404', 'This number does not exist'],
    ['9486', 'The line is busy'],
    ['9503', 'The call could not be connected'],
  ])('%s: %s', async (number, words) => {
    await dial(number)
    await reads(agent, words)
    await done(agent)
  })

  it('asks first, and has the caller back when the other side is busy', async () => {
    await talk()
    await press(agent, 'Transfer')
    await agent.getByLabel('Transfer to').fill('9486')
    await press(agent, 'Ask first')
    await reads(agent, 'The line is busy')
    await press(agent, 'Resume')
    await press(agent, 'Hang up')
    await done(agent, other)
  })

  it('transfers after asking', async () => {
    await talk()
    await press(agent, 'Transfer')
    await agent.getByLabel('Transfer to').fill('9200')
    await press(agent, 'Ask first')
    await press(agent, 'Complete transfer')
    await reads(agent, 'Call transferred')
    await press(other, 'Hang up')
    await done(agent, other)
  })

  it('transfers now', async () => {
    await talk()
    await press(agent, 'Transfer')
    await agent.getByLabel('Transfer to').fill('9200')
    await press(agent, 'Transfer now')
    await reads(agent, 'Call transferred')
    await press(other, 'Hang up')
    await done(agent, other)
  })

  it('takes a second call and switches between the two', async () => {
    await talk()
    await press(agent, 'Add call')
    await dial('9200')
    await agent.getByRole('button', { name: 'Switch to 1002' }).waitFor()
    await agent.locator('.who .timer').waitFor()
    await press(agent, 'Switch to 1002')
    await agent.getByRole('button', { name: 'Switch to 9200' }).waitFor()
    await press(agent, 'Hang up: 9200')
    await press(agent, 'Hang up')
    await done(agent, other)
  })

  it('goes offline and comes back by the remedy of the status line', async () => {
    await agent.evaluate(() => window.realPhone.unregister())
    await press(agent, 'Offline')
    await press(agent, 'Connect')
    await reads(agent, 'Ready')
  })

  it('has listed all of it', async () => {
    await press(agent, 'Recents')
    expect(await agent.locator('.log li').count()).toBeGreaterThan(8)
  })
})
