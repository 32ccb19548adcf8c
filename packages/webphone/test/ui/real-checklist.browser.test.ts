/**
 * The rest of the checklist through the UI alone with real calls behind it; see `real-calls.browser.test.ts` for how it runs.
 */
import type { Browser, Page } from '@playwright/test'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { demo, dialOn, forbidden, launchForCalls, openPhone, press, reads } from './gallery/real-phones.ts'

let browser: Browser
let agent: Page
let other: Page

const talking = (page: Page): Promise<void> => page.locator('.who .timer').first().waitFor()
const callOther = async (): Promise<void> => {
  await dialOn(agent, '1002')
  await press(other, 'Answer')
  await talking(agent)
}
const ring = async (): Promise<void> => {
  await dialOn(other, '1001')
  await agent.getByRole('alertdialog').waitFor()
}
/** Both phones as they began: no call, no result, the key pad. */
const calm = async (page: Page): Promise<void> => {
  await page.evaluate(async () => {
    await Promise.all(window.realPhone.calls.map((call) => call.hangup()))
    window.mountedPhone.update({ layout: 'docked', locale: 'en', shortcuts: false })
  })
  await page.waitForFunction(() => window.realPhone.calls.length === 0)
  await page.locator('.tabs button').first().click()
  await page.getByRole('combobox').fill('')
}

describe.runIf(demo)('the checklist with real calls', () => {
  beforeAll(async () => {
    browser = await launchForCalls()
    const permissions = ['microphone', 'notifications', 'clipboard-read', 'clipboard-write']
    agent = await openPhone(browser, 0, { permissions })
    other = await openPhone(browser, 1)
  })
  afterAll(async () => {
    await browser.close()
    expect(forbidden).toEqual([])
  })
  afterEach(async () => {
    await calm(agent)
    await calm(other)
  })

  it('finds a person by name and calls', async () => {
    await agent.getByRole('combobox').fill('hùn')
    await agent.getByRole('option', { name: 'Lê Văn Hùng' }).waitFor()
    await agent.keyboard.press('ArrowDown')
    await agent.keyboard.press('Enter')
    await other.getByRole('alertdialog').waitFor()
  })

  it('shows how the call sounds in numbers, and copies them', async () => {
    const copied = () => agent.evaluate(() => navigator.clipboard.readText())
    await callOther()
    await press(agent, 'Call quality: good. Details')
    await reads(agent, /^[34]\.\d \/ 4\.5$/)
    await press(agent, 'Copy report')
    // Written after the click, when the browser gets to it; the quality is that of the moment.
    await expect.poll(copied).toMatch(/^call [\w-]+\nCall quality: \w+\n/)
    await press(agent, 'Back')
    await press(agent, 'Copy number')
    await expect.poll(copied).toBe('1002')
  })

  it('silences the ring, and answers all the same', async () => {
    await ring()
    await expect.poll(() => agent.title()).toContain('Incoming call')
    await press(agent, 'Silence ringing')
    await reads(agent, 'Ringing silenced')
    await press(agent, 'Answer')
    await talking(other)
    await expect.poll(() => agent.title()).toBe('CRM')
  })

  it('lists a missed call, counts it, and calls back', async () => {
    await ring()
    await press(other, 'Hang up')
    await reads(agent, 'Missed call')
    await press(agent, 'Done')
    await expect.poll(() => agent.locator('.tabs .badge').innerText()).toBe('1')
    await agent.locator('.tabs button').nth(1).click()
    await agent.locator('.log .missed .log-who').first().click()
    await expect.poll(() => agent.locator('.log-detail').innerText()).toContain('Missed call')
    await agent
      .getByRole('button', { name: /^Call / })
      .first()
      .click()
    await other.getByRole('alertdialog').waitFor()
    await expect.poll(() => agent.locator('.tabs .badge').count()).toBe(0)
  })

  it('holds the first call for the second, and goes back', async () => {
    await dialOn(agent, '9200')
    await talking(agent)
    await ring()
    await press(agent, 'Hold and answer')
    await talking(other)
    await press(agent, 'Switch to 9200')
    await reads(other, 'The other side put you on hold')
  })

  it('ends the first call for the second', async () => {
    await dialOn(agent, '9200')
    await talking(agent)
    await ring()
    await press(agent, 'End and answer')
    await talking(other)
    await expect.poll(() => agent.evaluate(() => window.realPhone.calls.length)).toBe(1)
  })

  it('declines the second call and keeps the first', async () => {
    await dialOn(agent, '9200')
    await talking(agent)
    await ring()
    await press(agent, 'Decline')
    await reads(other, 'The call was declined')
    await talking(agent)
  })

  it('has the caller back when a transfer fails', async () => {
    await callOther()
    await press(agent, 'Transfer')
    await agent.getByLabel('Transfer to').fill('9486')
    await press(agent, 'Transfer now')
    await reads(agent, /Transfer failed\. .* is still on the line\./)
    await talking(agent)
  })

  it('shows who calls by the contact of the server, and opens the card', async () => {
    await dialOn(agent, '9701')
    await agent.getByRole('alertdialog', { name: 'Nguyễn An' }).waitFor()
    await press(agent, 'Open contact')
    await expect.poll(() => agent.evaluate(() => window.openedContacts)).toEqual(['Nguyễn An'])
  })

  it('sends pasted digits to the far end, with a pause between groups', async () => {
    await dialOn(agent, '9500')
    await talking(agent)
    await press(agent, 'Keypad')
    await agent.evaluate(() => navigator.clipboard.writeText('1 2'))
    await agent.keyboard.press('Control+V')
    await press(agent, 'Back')
    await reads(agent, 'Received: 12')
  })

  it('floats, is minimised with its timer, and changes its language in the call', async () => {
    await callOther()
    await agent.evaluate(() => window.mountedPhone.update({ layout: 'overlay' }))
    await press(agent, 'Minimise phone')
    await expect.poll(() => agent.locator('.launcher').innerText()).toMatch(/^\d\d:\d\d$/)
    await agent.locator('.launcher').click()
    await agent.evaluate(() => window.mountedPhone.update({ locale: 'vi', layout: 'fullscreen' }))
    await press(agent, 'Kết thúc')
    await reads(agent, 'Cuộc gọi đã kết thúc')
    await reads(other, 'Call ended')
  })

  it('is muted by a key combination, once it is switched on', async () => {
    await callOther()
    await agent.evaluate(() => window.mountedPhone.update({ shortcuts: true }))
    await agent.keyboard.press('Control+Shift+KeyM')
    await reads(agent, 'Muted')
    await expect.poll(() => agent.evaluate(() => window.realPhone.calls[0]?.isMuted)).toBe(true)
  })

  it('moves into the small window and back in the call', async () => {
    await callOther()
    const opened = agent.context().waitForEvent('page')
    await press(agent, 'Open in small window')
    const small = await opened
    await press(small, 'Hold')
    await reads(other, 'The other side put you on hold')
    await small.close()
    await press(agent, 'Resume')
    await other.getByText('The other side put you on hold').waitFor({ state: 'hidden' })
  })

  it('chooses devices, plays sounds, and goes on duty', async () => {
    await agent.locator('.tabs button').nth(2).click()
    for (const label of ['Microphone', 'Speaker', 'Ringing'])
      await agent.getByLabel(label, { exact: true }).selectOption({ index: 1 })
    await press(agent, 'Test microphone')
    await agent.getByRole('meter').waitFor()
    await press(agent, 'Stop test')
    await press(agent, 'Play ring sound')
    await press(agent, 'Ready for calls?')
    await press(agent, 'Check now')
    await press(agent, 'Go on duty')
    await expect.poll(() => agent.locator('.banner').allInnerTexts()).toEqual([])
  })

  it('says that it was out of reach, for how long, and who called', async () => {
    await agent.evaluate(
      (token) =>
        fetch('/demo/trigger/drop-socket', {
          method: 'POST',
          headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
          body: JSON.stringify({ extension: '1001', refuse_ms: 4000 }),
        }),
      demo?.users[0]?.token ?? '',
    )
    await reads(agent, 'Reconnecting… attempt 2')
    await dialOn(other, '1001')
    await other.locator('.result').waitFor()
    await agent.getByText('Calls could not reach you for').first().waitFor({ timeout: 20_000 })
    await reads(agent, 'Missed meanwhile: 1002')
    await agent.locator('.banner').getByRole('button', { name: 'Recents' }).click()
    await expect.poll(() => agent.locator('.log .missed').first().innerText()).toContain('1002')
  })
})
