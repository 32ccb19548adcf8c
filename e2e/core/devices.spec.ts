import { expect, test } from '../harness/test.ts'
import type { LoggedEvent, PhonePage } from '../harness/phone-page.ts'

/** A busy machine may be told as jitter meanwhile. */
async function next(phone: PhonePage, warning: string, timeoutMs: number): Promise<LoggedEvent['payload']> {
  for (;;) {
    const { payload } = await phone.next('call_quality', timeoutMs)
    if (payload['warning'] === warning) return payload
  }
}

test('one-way audio is told with hop and remedy, and told when it is over', async ({
  phone,
  openPage,
  server,
}) => {
  const callee = await openPage()
  await callee.connect(server, server.user('1002'), {}, { answerAll: true })
  await callee.next('registered')
  const uuid = await phone.dial('1002')
  await phone.next('call_answered')
  await callee.next('call_answered')
  await phone.page.waitForTimeout(3_000)
  // Its packets go on, without sound: to us it is as deaf and dumb as a broken microphone.
  expect(await callee.act(uuid, 'mute')).toBe('ok')
  const raised = await next(phone, 'silent_inbound_audio', 20_000)
  expect(raised).toMatchObject({ is_raised: true, hop: 'far_end' })
  expect(String(raised['remedy'])).toContain('muted')
  expect(await callee.act(uuid, 'unmute')).toBe('ok')
  expect(await next(phone, 'silent_inbound_audio', 10_000)).toMatchObject({ is_raised: false })
  // A mute of one's own is no fault.
  const toldTo = (await callee.log()).map(({ payload }) => payload['warning'])
  expect(toldTo).not.toContain('silent_microphone')
})
