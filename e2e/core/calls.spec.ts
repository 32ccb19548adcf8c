import { expect, test } from '../harness/test.ts'

test('[spec 5.1] [spec 6.1] [spec 6.3] [spec 7.1] [spec 8.1] two phones: ring, answer, audio both ways, hang-up by the caller', async ({
  phone,
  openPage,
  server,
}) => {
  const callee = await openPage()
  await callee.connectAndRegister(server, '1002')
  const uuid = await phone.dial('1002')

  const incoming = await callee.next('incoming_call')
  expect(incoming.payload.call).toMatchObject({ direction: 'incoming', state: 'ringing', number: '1001' })
  const ringsThere = await callee.next('call_ringing')
  expect(ringsThere.payload.call?.direction).toBe('incoming')
  const ringsHere = await phone.next('call_ringing')
  expect(ringsHere.payload.call).toMatchObject({ uuid, direction: 'outgoing', number: '1002' })

  const theirs = incoming.payload.call?.uuid as string
  expect(theirs, 'both parties know the call by one name').toBe(uuid)
  expect(await callee.act(theirs, 'answer')).toBe('ok')
  const answered = await phone.next('call_answered')
  expect(answered.payload.call).toMatchObject({ uuid, state: 'answered' })
  await callee.next('call_answered')

  for (const page of [phone, callee]) {
    await page.hears(440)
    const heard = await page.audioOver(1500)
    expect(heard.packetsReceived).toBeGreaterThan(50)
    expect(heard.energy).toBeGreaterThan(0)
  }

  expect(await phone.act(uuid, 'hangup')).toBe('ok')
  for (const page of [phone, callee]) {
    const ended = await page.next('call_hangup')
    expect(ended.payload['reason']).toBe('normal_clearing')
    await page.expectBillsec(ended)
    expect(ended.payload['billsec']).toBeGreaterThanOrEqual(3)
    const count = (await page.log()).filter((entry) => entry.name === 'call_hangup').length
    expect(count, 'call_hangup is told once').toBe(1)
  }
  const story = await phone.story()
  expect(story).toEqual(['connected', 'registered', 'call_ringing', 'call_answered', 'call_hangup'])
})

test('[spec 5.2] the contact of a caller from the CRM comes with incoming_call', async ({ phone }) => {
  await phone.dial('9701')
  const incoming = await phone.next('incoming_call', 15_000)
  expect(incoming.payload['contact']).toMatchObject({ id: expect.any(Number), full_name: 'Nguyễn An' })
  expect(incoming.payload.call).toMatchObject({
    number: '0987654321',
    direction: 'incoming',
    state: 'ringing',
  })
})

test('[spec 5.3] an unknown caller has contact null and its raw number', async ({
  phone,
  openPage,
  server,
}) => {
  const caller = await openPage()
  await caller.connectAndRegister(server, '1003')
  await caller.dial('1001')
  const incoming = await phone.next('incoming_call')
  expect(incoming.payload['contact']).toBeNull()
  expect(incoming.payload.call?.number).toBe('1003')
})

test('[spec 5.4] reject is hangup(): the caller sees call_rejected', async ({ phone, openPage, server }) => {
  const callee = await openPage()
  await callee.connectAndRegister(server, '1002')
  await phone.dial('1002')
  const { payload } = await callee.next('incoming_call')
  expect(await callee.act(payload.call?.uuid as string, 'hangup')).toBe('ok')
  expect((await callee.next('call_hangup')).payload).toMatchObject({ reason: 'call_rejected', billsec: 0 })
  expect((await phone.next('call_hangup')).payload).toMatchObject({ reason: 'call_rejected', billsec: 0 })
})

test('[spec 8.7] the caller gives up while it rings: originator_cancel on both sides', async ({
  phone,
  openPage,
  server,
}) => {
  const callee = await openPage()
  await callee.connectAndRegister(server, '1002')
  const uuid = await phone.dial('1002')
  await phone.next('call_ringing')
  await callee.next('incoming_call')
  await phone.act(uuid, 'hangup')
  expect((await phone.next('call_hangup')).payload).toMatchObject({ reason: 'originator_cancel', billsec: 0 })
  expect((await callee.next('call_hangup')).payload).toMatchObject({
    reason: 'originator_cancel',
    billsec: 0,
  })
})

test('[spec 6.2] [spec 6.4] a 183 with SDP rings once and its 425 Hz are heard before the answer', async ({
  phone,
}) => {
  await phone.dial('9183')
  const ringing = await phone.next('call_ringing')
  expect(ringing.payload.call?.direction).toBe('outgoing')
  await phone.hears(425, 3_000)
  expect((await phone.story()).includes('call_answered'), 'still before the answer').toBe(false)
  await phone.next('call_answered')
  expect((await phone.story()).filter((name) => name === 'call_ringing')).toHaveLength(1)
})

test('[spec 8.2] the far end hangs up after two seconds: normal_clearing and the seconds billed', async ({
  phone,
}) => {
  await phone.dial('9002')
  await phone.next('call_answered')
  const ended = await phone.next('call_hangup', 8_000)
  expect(ended.payload).toMatchObject({ reason: 'normal_clearing' })
  await phone.expectBillsec(ended)
  expect([1, 2, 3]).toContain(ended.payload['billsec'])
})

const refusals = [
  ['[spec 8.4]', '9486', 'busy'],
  ['[spec 8.3]', '9480', 'no_answer'],
  ['[spec 8.6]', '9603', 'call_rejected'],
  ['[spec 8.5]', '9404', 'unallocated_number'],
  ['[spec 8.8]', '9484', 'invalid_number_format'],
  ['[spec 8.8]', '9502', 'network_out_of_order'],
  ['[spec 8.8]', '9503', 'normal_temporary_failure'],
] as const

for (const [row, number, reason] of refusals) {
  test(`${row} ${number} ends with ${reason}`, async ({ phone }) => {
    await phone.dial(number)
    const { payload } = await phone.next('call_hangup', 12_000)
    expect(payload).toMatchObject({ reason, billsec: 0 })
    await expect.poll(() => phone.liveConnections()).toBe(0)
  })
}

test('the echo number gives back what is sent; hold stops it, unhold brings it back', async ({ phone }) => {
  const uuid = await phone.dial('9200')
  await phone.next('call_answered')
  await phone.hears(440)
  expect(await phone.act(uuid, 'hold')).toBe('ok')
  await (await phone.hearsOver((heard) => heard.packetsReceived)).toBeLessThan(5)
  expect(await phone.act(uuid, 'unhold')).toBe('ok')
  await (await phone.hearsOver((heard) => heard.packetsReceived)).toBeGreaterThan(30)
})

test('mute sends silence, unmute sends the tone again', async ({ phone }) => {
  const uuid = await phone.dial('9200')
  await phone.next('call_answered')
  await phone.hears(440)
  expect(await phone.act(uuid, 'mute')).toBe('ok')
  await (await phone.hearsOver((heard) => heard.energy)).toBeLessThan(0.0005)
  expect(await phone.act(uuid, 'unmute')).toBe('ok')
  await (await phone.hearsOver((heard) => heard.energy)).toBeGreaterThan(0.0005)
})

test('9800 transfers us to the 440 Hz tone', async ({ phone }) => {
  await phone.dial('9800')
  await phone.next('call_answered')
  await phone.next('call_answered', 15_000)
  await phone.hears(440)
})

test('calls that make no sense are refused typed, with nothing on the wire', async ({ phone }) => {
  for (const number of ['', '   ', 'abc!', '100\r\nX-Evil: 1', 'sip:x@evil', '1'.repeat(33)]) {
    expect(await phone.phone('call', number)).toBe('invalid_number')
  }
  expect(await phone.story()).toEqual(['connected', 'registered'])
})
