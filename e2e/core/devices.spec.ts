import { expect, test } from '../harness/test.ts'

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
  const raised = (await phone.next('call_quality', 20_000)).payload
  expect(raised).toMatchObject({ warning: 'silent_inbound_audio', is_raised: true, hop: 'far_end' })
  expect(String(raised['remedy'])).toContain('muted')
  expect(await callee.act(uuid, 'unmute')).toBe('ok')
  expect((await phone.next('call_quality', 10_000)).payload).toMatchObject({
    warning: 'silent_inbound_audio',
    is_raised: false,
  })
  // A mute of one's own is no fault.
  expect((await callee.log()).map((entry) => entry.name)).not.toContain('call_quality')
})
