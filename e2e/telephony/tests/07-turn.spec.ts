// 7. Media through coturn only, with credentials of the same kind.
import { expectDeskHears, expectTone, openRegistered, receivedMedia } from '../lab/phones.ts'
import { expect, test } from '../lab/test.ts'

for (const turn of ['udp', 'tcp'] as const) {
  test(`relay over ${turn}: audio both ways`, async ({ browser, startDesk }) => {
    const desk = await startDesk({ extension: '2001', ip: '127.0.0.21', toneHz: 440 })
    const phone = await openRegistered(browser, { extension: '1001', toneHz: 700, turn })
    const uuid = await phone.dial('2001')
    await phone.next('call_answered')
    await expectTone(phone, 440)
    await expectDeskHears(desk, 700)
    expect(await receivedMedia(phone)).toMatchObject({ candidate: 'relay', relayProtocol: turn })
    await phone.act(uuid, 'hangup')
    await desk.waitForEvent('CALL_CLOSED')
  })
}

test('an incoming call over the relay', async ({ browser, startDesk }) => {
  const phone = await openRegistered(browser, { extension: '1001', toneHz: 700, turn: 'udp' })
  const desk = await startDesk({ extension: '2001', ip: '127.0.0.21', toneHz: 440 })
  desk.command('dial', 'sip:1001@pbx.test')
  const { payload } = await phone.next('incoming_call')
  expect(await phone.act(payload.call?.uuid ?? '', 'answer')).toBe('ok')
  await expectTone(phone, 440)
  await expectDeskHears(desk, 700)
  expect(await receivedMedia(phone)).toMatchObject({ candidate: 'relay' })
})
