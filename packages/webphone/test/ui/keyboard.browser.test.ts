/** Each flow by keyboard alone, as an agent without a mouse goes through it. */
import type { Browser, Page } from '@playwright/test'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { launchChromium, openGallery } from './gallery/gallery-page.ts'
import { wholeChromiumPath } from '../chromium-path.ts'

let browser: Browser
let page: Page
let problems: string[]

beforeAll(async () => void (browser = await launchChromium(wholeChromiumPath)))
afterAll(() => browser.close())
beforeEach(async () => {
  ;({ page, problems } = await openGallery(browser, { viewport: { width: 400, height: 640 } }))
})
afterEach(async () => {
  expect(problems).toEqual([])
  await page.context().close()
})

const show = (...names: string[]): Promise<void> =>
  page.evaluate(
    (wanted) => window.gallery.show({ names: wanted, isBare: true, locale: 'en', theme: 'light' }),
    names,
  )
const asked = (): Promise<readonly string[]> =>
  page.evaluate(() =>
    window.gallery.shown.flatMap(({ phone }) => [
      ...phone.asked,
      ...phone.calls.flatMap((call) => call.asked),
    ]),
  )
const press = async (...keys: string[]): Promise<void> => {
  for (const key of keys) await page.keyboard.press(key)
  await page.waitForTimeout(30)
}
/** Role or tag, and name, of what has the focus. */
const focused = (): Promise<string> =>
  page.evaluate(() => {
    const element = window.gallery.shown[0]?.element.shadowRoot?.activeElement
    if (!(element instanceof HTMLElement)) return 'nothing'
    const text = element.getAttribute('aria-label') ?? element.textContent ?? ''
    return `${element.getAttribute('role') ?? element.localName} ${text.replace(/\s+/g, ' ').trim()}`
  })
const tabTo = async (wanted: string): Promise<void> => {
  for (let step = 0; step < 30; step++) {
    if ((await focused()) === wanted) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`never reached ${wanted}; at ${await focused()}`)
}

it('dials: one Tab stop for the pad, arrows inside it, Enter calls', async () => {
  await show('dialling a number')
  await tabTo('combobox Name or number')
  await page.keyboard.press('Control+A')
  await page.keyboard.press('Delete')
  await press('Tab')
  // An empty box has no Erase button.
  await expect.poll(() => focused()).toBe('button 1')
  await press('ArrowRight', 'ArrowDown', 'Enter', 'ArrowDown', 'Space', '9', 'Backspace', '7')
  await tabTo('button Call')
  await press('Enter')
  await expect.poll(() => asked()).toEqual(['call 587'])
  await expect.poll(() => focused()).not.toBe('nothing')
})

it('types with formatting, the caret staying behind its digit', async () => {
  await show('recents, empty')
  await tabTo('button Keypad')
  await press('Enter')
  await tabTo('combobox Name or number')
  await page.keyboard.type('0987654321')
  const input = page.locator('input.number')
  await expect.poll(() => input.inputValue()).toBe('0987 654 321')
  await press('Home', 'ArrowRight', 'ArrowRight', 'Backspace', '9')
  await expect.poll(() => input.inputValue()).toBe('0987 654 321')
  await expect.poll(() => input.evaluate((box: HTMLInputElement) => box.selectionStart)).toBe(2)
  await press('Enter')
  await expect.poll(() => asked()).toEqual(['call 0987654321'])
})

it('pastes a number from a mail', async () => {
  await show('recents, empty')
  await tabTo('button Keypad')
  await press('Enter')
  await page.evaluate(() => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', ' tel:+84 (98) 765-43.21 ')
    const target = window.gallery.shown[0]?.element.shadowRoot?.activeElement
    target?.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData, bubbles: true, composed: true, cancelable: true }),
    )
  })
  await expect.poll(() => page.locator('input.number').inputValue()).toBe('+84 987 654 321')
})

it('finds a person: arrows choose, Enter calls', async () => {
  await show('search')
  await tabTo('combobox Name or number')
  await press('ArrowDown', 'ArrowDown')
  await expect
    .poll(() => page.locator('input.number').getAttribute('aria-activedescendant'))
    .toBe('suggestion-1')
  await expect
    .poll(() => page.locator('[role=option][aria-selected=true]').innerText())
    .toContain('Bình Minh')
  await press('Enter')
  await expect.poll(() => asked()).toEqual(['call 02838221234'])
})

it('answers and ends; Esc never ends a call', async () => {
  await show('incoming')
  await tabTo('button Answer')
  await press('Escape')
  await expect.poll(() => asked()).toEqual([])
  await press('Enter')
  await expect.poll(() => asked()).toEqual(['answer'])
  // The button has gone with its screen: the focus is on the caller, not lost.
  await expect.poll(() => focused()).toContain('Nguyễn Hoàng An')
  await press('Escape')
  await expect.poll(() => asked()).toEqual(['answer'])
  await tabTo('button Hang up')
  await press('Enter')
  await expect.poll(() => asked()).toEqual([])
  await expect.poll(() => focused()).toBe('h2 Call ended')
  await press('Escape')
  await expect.poll(() => focused()).toBe('combobox Name or number')
})

it('declines', async () => {
  await show('incoming')
  await tabTo('button Decline')
  await press('Enter')
  await expect.poll(() => page.locator('h2.name').innerText()).toBe('You declined the call')
})

it('mutes, holds, sends digits and comes back to the button it left', async () => {
  await show('in call')
  await tabTo('button Mute')
  await press('Enter', 'Tab', 'Enter')
  await expect.poll(() => asked()).toEqual(['mute', 'hold'])
  await expect.poll(() => page.locator('.control[aria-pressed=true]').count()).toBe(2)
  await tabTo('button Keypad')
  await press('Enter', '1', '#')
  await expect.poll(() => asked()).toEqual(['mute', 'hold', 'sendDtmf 1', 'sendDtmf #'])
  await press('Escape')
  await expect.poll(() => focused()).toBe('button Keypad')
})

it('transfers after asking, with a way back', async () => {
  await show('in call')
  await tabTo('button Transfer')
  await press('Enter')
  await expect.poll(() => focused()).toBe('input Transfer to')
  await page.keyboard.type('1002')
  await tabTo('button Ask first')
  await press('Enter')
  await expect.poll(() => asked()).toEqual(['call 1002', 'hold'])
  await tabTo('button Back to caller')
  await press('Enter')
  await expect.poll(async () => (await asked()).slice(-1)).toEqual(['unhold'])
  await tabTo('button Transfer')
  await press('Enter')
  await page.keyboard.type('1003')
  await tabTo('button Transfer now')
  await press('Enter')
  await expect.poll(async () => (await asked()).slice(-1)).toEqual(['transfer 1003'])
})

it('takes the second call by holding the first', async () => {
  await show('second call')
  await tabTo('button Hold and answer')
  await press('Enter')
  await expect.poll(() => asked()).toEqual(['hold', 'answer'])
  await tabTo('button Switch to Nguyễn Hoàng An')
  await press('Enter')
  await expect.poll(() => asked()).toEqual(['hold', 'unhold', 'answer', 'hold'])
})

it('unlocks blocked audio', async () => {
  await show('audio blocked')
  await tabTo('button Tap here to enable call audio')
  await press('Enter')
  await expect.poll(() => asked()).toEqual(['unlockAudio'])
})

it('calls back a missed caller', async () => {
  await show('recents')
  await tabTo('button Call Nguyễn Hoàng An')
  await press('Enter')
  await expect.poll(() => asked()).toEqual(['call 0987654321'])
})

it('chooses a ring device apart from the speaker', async () => {
  await show('settings')
  await page.getByLabel('Ringing', { exact: true }).selectOption('speaker')
  await expect.poll(() => asked()).toEqual(['setRingOutput speaker'])
})

it('goes on duty: one click checks sound, microphone and notifications', async () => {
  await page.context().grantPermissions(['microphone', 'notifications'])
  await show('readiness')
  await tabTo('button Check now')
  await press('Enter')
  await page.getByRole('button', { name: 'Go on duty' }).waitFor({ timeout: 10_000 })
  await expect.poll(() => page.locator('.checks .ok').count()).toBeGreaterThanOrEqual(3)
  await tabTo('button Go on duty')
  await press('Enter')
  await expect.poll(() => asked()).toEqual(['unlockAudio'])
  await expect.poll(() => page.locator('.banner').count()).toBe(0)
})

it('says which check failed, and why', async () => {
  await show('readiness')
  await page.evaluate(() => {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotReadableError'))
  })
  await tabTo('button Check now')
  await press('Enter')
  await page.locator('.checks .failed').first().waitFor({ timeout: 10_000 })
  await expect.poll(() => page.locator('.checks .failed').innerText()).toContain('Microphone works')
  await expect.poll(() => page.locator('.banner').innerText()).toContain('Microphone is in use')
})

it('leaves the focus alone while someone types in the page', async () => {
  await show('ready')
  await page.evaluate(() => {
    const note = document.createElement('textarea')
    document.body.append(note)
    note.focus()
  })
  await page.keyboard.type('customer said ')
  await page.evaluate(() => void window.gallery.shown[0]?.phone.ring({ number: '0911' }))
  await page.keyboard.type('1 yes')
  await expect.poll(() => page.locator('textarea').inputValue()).toBe('customer said 1 yes')
  await expect.poll(() => page.getByRole('alertdialog').count()).toBe(1)
  await expect.poll(() => asked()).toEqual([])
})

it('does not answer by an Enter that was meant for the number', async () => {
  await show('dialling a number')
  await tabTo('combobox Name or number')
  await page.evaluate(() => void window.gallery.shown[0]?.phone.ring({ number: '0911' }))
  await page.getByRole('alertdialog').waitFor()
  await press('Enter', 'Space')
  await expect.poll(() => asked()).toEqual([])
  await expect.poll(() => focused()).toContain('alertdialog')
})

it('has page-wide shortcuts only when the host switches them on', async () => {
  await show('in call')
  await page.keyboard.press('Control+Shift+KeyM')
  await expect.poll(() => asked()).toEqual([])
  await page.evaluate(() => window.gallery.shown[0]?.mounted.update({ shortcuts: true }))
  await page.evaluate(() => document.body.focus())
  await press('Control+Shift+KeyM', 'Control+Shift+KeyM')
  await expect.poll(() => asked()).toEqual(['mute'])
})

it('shows its keys at ? and goes back where it was', async () => {
  await show('in call')
  await tabTo('button Hold')
  await press('?')
  await expect.poll(() => focused()).toBe('dialog Keyboard shortcuts')
  await expect
    .poll(() => page.getByRole('dialog').innerText())
    .toContain('Close what is open; never ends a call')
  await expect.poll(() => page.getByText('Anywhere on the page').count()).toBe(0)
  await page.evaluate(() =>
    window.gallery.shown[0]?.mounted.update({ shortcuts: { hangup: 'Alt+Shift+KeyX' } }),
  )
  await page.getByText('Alt + Shift + X').waitFor()
  await press('Escape')
  await expect.poll(() => focused()).toBe('button Hold')
  await expect.poll(() => asked()).toEqual([])
})

it('does not take a ? that is typed', async () => {
  await show('search')
  await tabTo('combobox Name or number')
  await press('?')
  await expect.poll(() => page.getByRole('dialog').count()).toBe(0)
})

it('tells what the bars mean, and comes back to them', async () => {
  await show('network bad')
  await page.locator('.panel').waitFor()
  await tabTo('button Call quality: fair. Details')
  await press('Enter')
  await expect.poll(() => page.locator('.meaning .current').innerText()).toBe('Fair: some words may be lost.')
  await expect
    .poll(() => page.locator('dl').innerText())
    .toMatch(/Lost packets\s+7.1 %\s+Jitter\s+48 ms\s+Delay, there and back\s+310 ms/)
  await press('Escape')
  await expect.poll(() => focused()).toBe('button Call quality: fair. Details')
})

it('copies the number of a call, the report of its sound, and numbers of the list', async () => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  const copied = (): Promise<string> => page.evaluate(() => navigator.clipboard.readText())
  await show('in call')
  await tabTo('button Copy number')
  await press('Enter')
  await expect.poll(() => focused()).toBe('button Copied')
  await expect.poll(() => copied()).toBe('0987654321')
  await show('quality details')
  await tabTo('button Copy report')
  await press('Enter')
  await expect.poll(() => copied()).toMatch(/^call call-1\nCall quality: poor\n.*\nLost packets: 11.2 %/)
  await show('call details')
  await tabTo('button Copy number')
  await press('Enter')
  await expect.poll(() => copied()).toBe('02838221234')
})

it('opens the details of a call in the list', async () => {
  await show('recents')
  const row = page.locator('.log-who').first()
  await tabTo((await row.innerText()).replace(/\s+/g, ' ').replace(/^/, 'button '))
  await press('Enter')
  await expect.poll(() => row.getAttribute('aria-expanded')).toBe('true')
  await expect.poll(() => page.locator('.log-detail').innerText()).toContain('Missed call')
  await press('Enter')
  await expect.poll(() => page.locator('.log-detail').count()).toBe(0)
})

it('says which device came, and leads to the choice', async () => {
  await show('headset plugged in')
  await page.getByText('New device: Jabra').waitFor()
  await tabTo('button Settings')
  await press('Enter')
  await expect.poll(() => page.getByLabel('Microphone', { exact: true }).innerText()).toContain('Jabra')
  await expect.poll(() => page.getByText('New device').count()).toBe(0)
})

it('says how long nobody could call, and who did', async () => {
  await show('was out of reach')
  await page.getByText('Calls could not reach you for 03:05').waitFor()
  await tabTo('button Recents')
  await press('Enter')
  await expect.poll(() => page.locator('.log .missed').innerText()).toContain('0912 345 678')
  await expect.poll(() => page.getByText('could not reach').count()).toBe(0)
})
