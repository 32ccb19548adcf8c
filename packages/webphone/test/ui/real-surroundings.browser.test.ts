/**
 * What the browser does to a phone in a real call: the page is reloaded, a device is pulled out, somebody talks while muted, no
 * window stays on top. Through the UI alone; see `real-calls.browser.test.ts` for how it runs.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from '@playwright/test'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  demo,
  dialOn,
  forbidden,
  launchForCalls,
  openPhone,
  press,
  reads,
  startPhone,
} from './gallery/real-phones.ts'
import { speechFile } from './gallery/speech-file.ts'

let browser: Browser
let agent: Page
let other: Page

const folder = mkdtempSync(join(tmpdir(), 'phone-'))
const speech = join(folder, 'speech.wav')
const talking = (page: Page): Promise<void> => page.locator('.who .timer').first().waitFor()
const callOther = async (): Promise<void> => {
  await dialOn(agent, '1002')
  await press(other, 'Answer')
  await talking(agent)
}

/** What a page of the test needs to see and to change, put there before its own script. */
function instruments(): void {
  const connections: RTCPeerConnection[] = []
  const Real = RTCPeerConnection
  class Watched extends Real {
    constructor(...given: ConstructorParameters<typeof Real>) {
      super(...given)
      connections.push(this)
    }
  }
  const heard = async (): Promise<number> => {
    let energy = 0
    for (const one of connections) {
      if (one.connectionState === 'closed') continue
      for (const row of (await one.getStats()).values())
        if (row.type === 'inbound-rtp') energy += row.totalAudioEnergy
    }
    return energy
  }
  Object.assign(window, { RTCPeerConnection: Watched, heard })
  Reflect.deleteProperty(globalThis, 'documentPictureInPicture')
}

declare global {
  interface Window {
    heard(): Promise<number>
    /** Labels of devices that are not listed. */
    unplugged?: readonly string[]
  }
}

/** Sound, not packets alone, arrives at this page. */
const hears = async (page: Page): Promise<void> => {
  const first = await page.evaluate(() => window.heard())
  await expect.poll(() => page.evaluate(() => window.heard())).toBeGreaterThan(first + 0.001)
}

/** Chromium's devices cannot be changed while it runs: what is listed is, and the page is told as by a cable. */
const plug = (unplugged: readonly string[]): Promise<void> =>
  agent.evaluate((labels) => {
    const { mediaDevices } = navigator
    window.unplugged = labels
    if (!Object.hasOwn(mediaDevices, 'enumerateDevices'))
      mediaDevices.enumerateDevices = async () => {
        const all = await MediaDevices.prototype.enumerateDevices.call(mediaDevices)
        return all.filter(({ label }) => !window.unplugged?.includes(label))
      }
    mediaDevices.dispatchEvent(new Event('devicechange'))
  }, unplugged)

describe.runIf(demo)('a real call', () => {
  beforeAll(async () => {
    writeFileSync(speech, speechFile())
    browser = await launchForCalls(`--use-file-for-fake-audio-capture=${speech}`)
  })
  afterAll(async () => {
    await browser.close()
    rmSync(folder, { recursive: true })
    expect(forbidden).toEqual([])
  })
  beforeEach(async () => {
    const phone = { audioInput: 'microphone' } as const
    const options = { before: instruments, permissions: ['microphone'], phone }
    other = await openPhone(browser, 1, options)
    agent = await openPhone(browser, 0, options)
  })
  afterEach(async () => {
    for (const page of [agent, other]) {
      await page.evaluate(() => window.realPhone.disconnect())
      await page.context().close()
    }
  })

  const reloadInCall = async (): Promise<void> => {
    // Asked with the first answered call: whether the PBX would keep it.
    const asked = agent.waitForResponse(/\/keep\?seconds=0$/)
    await callOther()
    await asked
    await hears(other)
    await agent.evaluate(() => location.reload())
    // Not the old page's.
    await agent.waitForFunction(() => !('realPhone' in window))
    await startPhone(agent, 0, { audioInput: 'microphone' })
    await reads(agent, /^Still on the line: .*1002/)
    await reads(agent, /^The other side hears silence\. 01:\d\d left\.$/)
  }

  it('is taken back after the page was reloaded, and both hear each other again', async () => {
    await reloadInCall()
    await press(agent, 'Take back')
    await talking(agent)
    await agent.getByText('Still on the line').first().waitFor({ state: 'detached' })
    await hears(other)
    await hears(agent)
    await talking(other)
    await press(agent, 'Hang up')
    await reads(other, 'Call ended')
    await press(agent, 'Done')
    await agent.locator('.tabs button').nth(1).click()
    await agent.locator('.log li').first().getByText('1002').waitFor()
  })

  it('is ended after the page was reloaded', async () => {
    await reloadInCall()
    await press(agent, 'End')
    await agent.getByText('Still on the line').first().waitFor({ state: 'detached' })
    await reads(other, 'Call ended')
    await agent.locator('.tabs button').nth(1).click()
    await agent.locator('.log li').first().getByText('1002').waitFor()
  })

  it('tells who talks while muted, and the way out is heard', async () => {
    await callOther()
    await hears(other)
    await press(agent, 'Mute')
    await reads(agent, 'You are muted. Nobody hears you.')
    await agent.locator('.banner').getByRole('button', { name: 'Unmute' }).click()
    await agent.getByText('You are muted').waitFor({ state: 'detached' })
    await hears(other)
  })

  it('goes on when its microphone is pulled out, and takes it again when it is back', async () => {
    await callOther()
    await press(agent, 'Audio')
    const choice = agent.getByLabel('Microphone', { exact: true })
    await expect.poll(() => choice.locator('option').allInnerTexts()).toContain('Fake Audio Input 2')
    await choice.selectOption({ label: 'Fake Audio Input 2' })
    await press(agent, 'Back')
    await plug(['Fake Audio Input 2'])
    await reads(agent, /^Microphone now: /)
    await hears(other)
    await plug([])
    await reads(agent, 'Microphone now: Fake Audio Input 2')
    await agent.locator('.banner').getByRole('button', { name: 'Settings' }).click()
    await agent.getByLabel('Microphone', { exact: true }).waitFor()
    await hears(other)
  })

  it('is controlled from a window of its own where none can stay on top', async () => {
    await callOther()
    const opened = agent.waitForEvent('popup')
    await press(agent, 'Open in small window')
    const small = await opened
    await press(small, 'Hold')
    await reads(other, 'The other side put you on hold')
    await small.close()
    await press(agent, 'Resume')
    await other.getByText('The other side put you on hold').waitFor({ state: 'detached' })
    await hears(other)
  })
})
