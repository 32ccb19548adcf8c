/**
 * The checklist through the UI alone with real calls behind it: two pages, our PBX. Runs when told where a demo server is:
 *
 *   DEMO="$(head -1 demo.json)" npx vitest run packages/webphone/test/ui/real-calls   # demo.json: npm run demo -- --json
 */
import type { Browser, Page } from '@playwright/test'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { demo, dialOn, forbidden, launchForCalls, openPhone, press, reads } from './gallery/real-phones.ts'

let browser: Browser
let agent: Page
let other: Page

const dial = (number: string): Promise<void> => dialOn(agent, number)
const talk = async (): Promise<void> => {
  await dial('1002')
  await press(other, 'Answer')
  await agent.locator('.who .timer').waitFor()
  // The talk time reads at least a second, so that the end is one of a call that was held.
  await reads(agent, /^00:0[1-9]$/)
}
const done = async (...pages: Page[]): Promise<void> => {
  for (const page of pages) await press(page, 'Done')
}

describe.runIf(demo)('with real calls', () => {
  beforeAll(async () => {
    browser = await launchForCalls()
    agent = await openPhone(browser, 0)
    other = await openPhone(browser, 1)
  })
  afterAll(async () => {
    await browser.close()
    expect(forbidden).toEqual([])
  })

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
    await expect.poll(() => agent.locator('.log li').count()).toBeGreaterThan(8)
  })
})
