// How many messages things take, which no machine's speed changes; `npm run bench` has the times.
import { FaultProxy } from '../faults/fault-proxy.ts'
import { expect, test } from '../harness/test.ts'

/** `up REGISTER`, `down 200 REGISTER`; retransmissions would show. */
const briefly = ({ direction, text }: FaultProxy['messages'][number]) => {
  const method = /^CSeq: *\d+ (\w+)/im.exec(text)?.[1] ?? ''
  const status = /^SIP\/2\.0 (\d+)/.exec(text)?.[1]
  return [direction, ...(status === undefined ? [] : [status]), method].join(' ')
}

test('one question to the back end, one REGISTER; a call is an INVITE, its answers and an ACK', async ({
  server,
  openPage,
}) => {
  const wire = new FaultProxy(server.port)
  await wire.start()
  const { url } = wire
  const page = await openPage()
  const asked: string[] = []
  page.page.on('request', (request) => {
    if (request.url().startsWith(url)) asked.push(`${request.method()} ${new URL(request.url()).pathname}`)
  })
  await page.connect(server, server.user('1001'), { apiBase: url })
  await page.next('registered')
  expect(asked.filter((one) => !one.includes('/sdk/'))).toEqual(['GET /api/webphone/sip-config'])
  expect(wire.messages.map(briefly)).toEqual(['up REGISTER', 'down 200 REGISTER'])

  wire.messages.length = 0
  const call = await page.dial('9200')
  await page.next('call_answered')
  await expect.poll(() => wire.messages.map(briefly)).toContain('up ACK')
  expect(wire.messages.map(briefly)).toEqual(['up INVITE', 'down 100 INVITE', 'down 200 INVITE', 'up ACK'])

  wire.messages.length = 0
  expect(await page.act(call, 'hangup')).toBe('ok')
  await expect.poll(() => wire.messages.map(briefly)).toEqual(['up BYE', 'down 200 BYE'])
  // Before the wire: a lost socket would be another story.
  await page.phone('disconnect')
  await wire.stop()
})
