import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestPbx, type TestPbx } from './support/test-pbx.ts'

let house: TestPbx
beforeAll(async () => {
  house = await startTestPbx()
})
afterAll(() => house.close())

test('a phone registers, refreshes, and un-registers', async () => {
  const phone = house.phone('1001')
  const fact = await phone.connect()
  expect(fact).toMatchObject({ type: 'registered', expiresSeconds: 300 })
  expect(house.pbx.registrations()).toEqual([{ extension: '1001', contacts: 1 }])
  expect((await phone.register()).type).toBe('registered')
  await phone.unregister()
  expect(house.pbx.registrations()).toEqual([])
  expect(house.registrations).toEqual(['1001 registered', '1001 unregistered'])
})

test.each([
  ['a wrong password', { password: 'wrong' }, 'Forbidden'],
  ['an unknown user', { username: 'nobody' }, 'Forbidden'],
  ['expired credentials', { username: '1:1001' }, 'Credentials Expired'],
  ['the address of another extension', { uri: 'sip:1002@pbx.test' }, 'Forbidden'],
])('%s is refused with 403', async (_name, options, reasonPhrase) => {
  const fact = await house.phone('1001', options).connect()
  expect(fact).toMatchObject({ type: 'register-failed', cause: 'rejected', status: 403, reasonPhrase })
})

test('loss of the socket ends the registration at once; the phone comes back on a new one', async () => {
  const phone = await house.registered('1001')
  phone.cut()
  await expect.poll(() => house.pbx.registrations()).toEqual([])
  await phone.connect()
  expect(house.pbx.registrations()).toEqual([{ extension: '1001', contacts: 1 }])
  await phone.unregister()
})

test('cutSockets cuts without a close frame and refuses that extension, and only that one, for a while', async () => {
  const [phone, other] = [await house.registered('1001'), await house.registered('1002')]
  house.pbx.cutSockets({ extension: '1001', refuseMs: 400 })
  expect(await phone.closed).toBe(1006)
  const tooEarly = phone.connect()
  await expect(tooEarly).resolves.toMatchObject({ type: 'register-failed', cause: 'flow-lost' })
  expect((await other.register()).type).toBe('registered')
  await new Promise((resolve) => setTimeout(resolve, 400))
  expect((await phone.connect()).type).toBe('registered')
  await Promise.all([phone.unregister(), other.unregister()])
})

test('a bad frame, an unknown method and a flood harm no other phone', async () => {
  const [rogue, phone] = [await house.registered('1001'), await house.registered('1002')]
  rogue.sendRaw('\x00\x01garbage')
  rogue.sendRaw('INVITE sip:1002@pbx.test SIP/2.0\r\n\r\n')
  rogue.sendRaw(
    'BREW sip:1002@pbx.test SIP/2.0\r\nVia: SIP/2.0/WS x.invalid;branch=z9hG4bKa\r\nFrom: <sip:1001@pbx.test>;tag=1\r\n' +
      'To: <sip:1002@pbx.test>\r\nCall-ID: a\r\nCSeq: 1 BREW\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n',
  )
  expect((await rogue.register()).type).toBe('registered')
  for (let index = 0; index < 2000; index += 1) rogue.sendRaw('\x00')
  expect(await rogue.closed).toBe(1008)
  expect((await phone.register()).type).toBe('registered')
  await phone.unregister()
})

test('nothing secret is logged', () => {
  const text = house.logs.join('\n')
  expect(text).not.toMatch(/secret-|nonce=|response=|Authorization/i)
})
