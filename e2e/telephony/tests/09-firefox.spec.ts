// 9. Debian's Firefox ESR. It has no sound card here, so its AudioContext never runs: what it hears is read from its
// statistics, and the pitch that it sends is heard by the other end.
import type { Browser } from '@playwright/test'
import type { PhonePage } from '../../harness/phone-page.ts'
import { launchFirefox } from '../lab/firefox.ts'
import { expectDeskReceives, openRegistered, talk } from '../lab/phones.ts'
import { expect, test } from '../lab/test.ts'
import { sleep } from '../lab/wait.ts'

let fox: Browser
test.beforeAll(async () => {
  fox = await launchFirefox()
})
test.afterEach(() => Promise.all(fox.contexts().map((context) => context.close())))
test.afterAll(() => fox.close())

/** Loud audio arrives: energy is the sum of squared level by time, 1 for a full-scale second. */
async function expectSound(phone: PhonePage): Promise<void> {
  await expect
    .poll(async () => (await phone.audioOver(500)).energy, {
      message: 'energy of half a second',
      timeout: 8000,
    })
    .toBeGreaterThan(0.001)
}
const expectSilence = (phone: PhonePage) =>
  expect.poll(async () => (await phone.audioOver(400)).packetsReceived, { message: 'packets' }).toBe(0)

test('registers, calls a desk phone, holds, takes back, receives digits, hangs up', async ({ startDesk }) => {
  const desk = await startDesk({ extension: '2001', ip: '127.0.0.21', toneHz: 440 })
  const phone = await openRegistered(fox, { extension: '1001' })
  const uuid = await phone.dial('2001')
  await phone.next('call_answered')
  await expectSound(phone)
  await expect.poll(async () => (await desk.heard()).rms, { timeout: 8000 }).toBeGreaterThan(0.01)
  for (const digit of '159#') {
    desk.command('sndcode', digit)
    await sleep(300)
  }
  await expect
    .poll(async () =>
      (await phone.log())
        .filter((entry) => entry.name === 'dtmf')
        .map((entry) => entry.payload['digit'])
        .join(''),
    )
    .toBe('159#')
  expect(await phone.act(uuid, 'sendDtmf', '*7')).toBe('ok')
  await expect.poll(() => desk.digits()).toBe('*7')
  expect(await phone.act(uuid, 'hold')).toBe('ok')
  await expectDeskReceives(desk, false)
  await expectSilence(phone)
  expect(await phone.act(uuid, 'unhold')).toBe('ok')
  await expectSound(phone)
  await expectDeskReceives(desk, true)
  expect(await phone.act(uuid, 'hangup')).toBe('ok')
  expect((await phone.next('call_hangup')).payload).toMatchObject({ reason: 'normal_clearing' })
  await desk.waitForEvent('CALL_CLOSED')
})

test('is called by a desk phone, which hangs up', async ({ startDesk }) => {
  const phone = await openRegistered(fox, { extension: '1001' })
  const desk = await startDesk({ extension: '2001', ip: '127.0.0.21', toneHz: 440, codec: 'opus/48000/2' })
  desk.command('dial', 'sip:1001@pbx.test')
  const { payload } = await phone.next('incoming_call')
  expect(await phone.act(payload.call?.uuid ?? '', 'answer')).toBe('ok')
  await expectSound(phone)
  await talk()
  desk.command('hangup')
  expect((await phone.next('call_hangup')).payload).toMatchObject({ reason: 'normal_clearing' })
})

test('Chromium and Firefox call each other', async ({ browser }) => {
  const chromium = await openRegistered(browser, { extension: '1001', toneHz: 700 })
  const firefox = await openRegistered(fox, { extension: '1002' })
  for (const [caller, callee, number] of [
    [chromium, firefox, '1002'],
    [firefox, chromium, '1001'],
  ] as const) {
    const uuid = await caller.dial(number)
    const { payload } = await callee.next('incoming_call')
    expect(await callee.act(payload.call?.uuid ?? '', 'answer')).toBe('ok')
    await caller.next('call_answered')
    await expectSound(firefox)
    await expectSound(chromium)
    await talk()
    expect(await caller.act(uuid, 'hangup')).toBe('ok')
    await Promise.all([caller.next('call_hangup'), callee.next('call_hangup')])
  }
})
