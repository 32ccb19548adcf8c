// 6. Two phones on one account: one answers, the other stops without a missed call.
import { expectDeskHears, expectTone, openRegistered } from '../lab/phones.ts'
import { expect, test } from '../lab/test.ts'

for (const winner of [0, 1] as const) {
  test(`both ring, number ${winner + 1} answers`, async ({ browser, startDesk }) => {
    const phones = [
      await openRegistered(browser, { extension: '1001', toneHz: 700 }),
      await openRegistered(browser, { extension: '1001', toneHz: 900 }),
    ] as const
    const desk = await startDesk({ extension: '2001', ip: '127.0.0.21', toneHz: 440 })
    desk.command('dial', 'sip:1001@pbx.test')
    const [first, second] = await Promise.all([
      phones[0].next('incoming_call'),
      phones[1].next('incoming_call'),
    ])
    const answering = phones[winner]
    const uuid = (winner === 0 ? first : second).payload.call?.uuid ?? ''
    expect(await answering.act(uuid, 'answer')).toBe('ok')
    await answering.next('call_answered')
    const other = phones[winner === 0 ? 1 : 0]
    const ended = await other.next('call_hangup')
    expect(ended.payload).toMatchObject({ reason: 'answered_elsewhere', billsec: 0 })
    expect(await other.story()).not.toContain('call_answered')
    await expectTone(answering, 440)
    await expectDeskHears(desk, winner === 0 ? 700 : 900)
    expect(await other.liveConnections()).toBe(0)
  })
}
