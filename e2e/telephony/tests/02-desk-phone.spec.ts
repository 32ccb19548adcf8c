// 2. Our phone and a desk phone call each other through the proxy and the media relay.
import {
  expectDeskHears,
  expectDeskReceives,
  expectTone,
  openRegistered,
  talk,
  receivedMedia,
} from '../lab/phones.ts'
import { expect, test } from '../lab/test.ts'

for (const codec of ['PCMU/8000/1', 'opus/48000/2'] as const) {
  test(`we call a desk phone: ${codec}, audio both ways, we hang up`, async ({ browser, startDesk }) => {
    const desk = await startDesk({ extension: '2001', ip: '127.0.0.21', toneHz: 440, codec })
    const phone = await openRegistered(browser, { extension: '1001', toneHz: 700 })
    const uuid = await phone.dial('2001')
    await phone.next('call_answered')
    await expectTone(phone, 440)
    await expectDeskHears(desk, 700)
    expect((await receivedMedia(phone)).codec).toBe(codec.startsWith('opus') ? 'audio/opus' : 'audio/PCMU')
    await talk()
    expect(await phone.act(uuid, 'hangup')).toBe('ok')
    expect((await phone.next('call_hangup')).payload).toMatchObject({ reason: 'normal_clearing' })
    await desk.waitForEvent('CALL_CLOSED')
    expect(await phone.liveConnections()).toBe(0)
  })
}

test('a desk phone calls us: name and asserted number arrive, it hangs up', async ({
  browser,
  startDesk,
}) => {
  const phone = await openRegistered(browser, { extension: '1001', toneHz: 700 })
  const desk = await startDesk({
    extension: '2001',
    ip: '127.0.0.21',
    toneHz: 440,
    displayName: 'Le Van Hung',
  })
  desk.command('dial', 'sip:1001@pbx.test')
  const { payload } = await phone.next('incoming_call')
  expect(payload.call).toMatchObject({ number: '2001', displayName: 'Le Van Hung', direction: 'incoming' })
  expect(await phone.act(payload.call?.uuid ?? '', 'answer')).toBe('ok')
  await phone.next('call_answered')
  await expectTone(phone, 440)
  await expectDeskHears(desk, 700)
  await talk()
  desk.command('hangup')
  const ended = await phone.next('call_hangup')
  expect(ended.payload).toMatchObject({ reason: 'normal_clearing' })
  expect(ended.payload['billsec']).toBeGreaterThan(0)
})

test('we hold the desk phone and take it back', async ({ browser, startDesk }) => {
  const desk = await startDesk({ extension: '2001', ip: '127.0.0.21', toneHz: 440 })
  const phone = await openRegistered(browser, { extension: '1001', toneHz: 700 })
  const uuid = await phone.dial('2001')
  await phone.next('call_answered')
  await expectTone(phone, 440)
  await expectDeskHears(desk, 700)
  expect(await phone.act(uuid, 'hold')).toBe('ok')
  await expectDeskReceives(desk, false)
  expect(await phone.act(uuid, 'unhold')).toBe('ok')
  await expectTone(phone, 440)
  await expectDeskReceives(desk, true)
})

test('the desk phone holds us and takes us back', async ({ browser, startDesk }) => {
  const desk = await startDesk({ extension: '2001', ip: '127.0.0.21', toneHz: 440 })
  const phone = await openRegistered(browser, { extension: '1001', toneHz: 700 })
  await phone.dial('2001')
  await phone.next('call_answered')
  await expectTone(phone, 440)
  desk.command('hold')
  await expect
    .poll(async () =>
      (await phone.log()).filter((e) => e.payload['changed']).map((e) => String(e.payload['changed'])),
    )
    .toContain('remote_hold')
  desk.command('resume')
  await expect
    .poll(async () => (await phone.log()).at(-1)?.payload.call?.['isRemoteHeld'], { timeout: 8000 })
    .toBe(false)
  await expectTone(phone, 440)
  await expectDeskReceives(desk, true)
})
