import { expect, test } from '../harness/test.ts'

const allDigits = '0123456789*#ABCD'

async function digitsHeard(page: {
  log: () => Promise<readonly { name: string; payload: Record<string, unknown> }[]>
}) {
  const events = (await page.log()).filter((entry) => entry.name === 'dtmf')
  return {
    digits: events.map((entry) => entry.payload['digit']).join(''),
    sources: new Set(events.map((entry) => entry.payload['source'])),
  }
}

test('[spec 9.1] [spec 9.2] the sixteen digits of RFC 4733 arrive out of RTP, once each', async ({
  phone,
}) => {
  const uuid = await phone.dial('9283')
  await phone.next('call_answered')
  await expect.poll(async () => (await digitsHeard(phone)).digits, { timeout: 15_000 }).toBe(allDigits)
  const first = await phone.next('dtmf')
  expect(first.payload.call?.uuid).toBe(uuid)
  expect(first.payload['digit']).toBe('0')
  await phone.page.waitForTimeout(1000)
  expect(await digitsHeard(phone)).toEqual({ digits: allDigits, sources: new Set(['rtp']) })
})

test('[spec 9.2] the same by SIP INFO', async ({ phone }) => {
  await phone.dial('9284')
  await phone.next('call_answered')
  await expect.poll(async () => (await digitsHeard(phone)).digits, { timeout: 15_000 }).toBe(allDigits)
  expect((await digitsHeard(phone)).sources).toEqual(new Set(['info']))
})

test('[spec 9.1] a reverse IVR gives back each digit that we press', async ({ phone }) => {
  const uuid = await phone.dial('9500')
  await phone.next('call_answered')
  await phone.page.waitForTimeout(1500)
  expect(await phone.act(uuid, 'sendDtmf', '2')).toBe('ok')
  expect((await phone.next('dtmf', 15_000)).payload['digit']).toBe('2')
  expect(await phone.act(uuid, 'sendDtmf', '1', { via: 'info' })).toBe('ok')
  expect((await phone.next('dtmf', 15_000)).payload['digit']).toBe('1')
})

test('two phones: keys pressed in one browser are told in the other', async ({ phone, openPage, server }) => {
  const callee = await openPage()
  await callee.connect(server, server.user('1002'), {}, { answerAll: true })
  await callee.next('registered')
  const uuid = await phone.dial('1002')
  await phone.next('call_answered')
  await phone.page.waitForTimeout(800)
  expect(await phone.act(uuid, 'sendDtmf', '2580*#')).toBe('ok')
  await expect.poll(async () => (await digitsHeard(callee)).digits, { timeout: 10_000 }).toBe('2580*#')
  expect(await phone.act(uuid, 'sendDtmf', '1a!')).toBe('invalid_digits')
})
