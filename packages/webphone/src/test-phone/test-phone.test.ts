import { afterEach, describe, expect, test, vi } from 'vitest'
import { createTestClock, createTestPhone, installTestPhones } from '../testing.ts'
import { ZorioWebphone } from '../index.ts'
import type { TestPhone, TestPhoneOptions } from '../testing.ts'
import { testNumbers } from '@zorio/pbx/test-numbers'

const open: TestPhone[] = []
const setUp = async (options?: TestPhoneOptions) => {
  const made = await createTestPhone(options)
  open.push(made)
  return made
}
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
})

/** Dials, and lets everything happen that happens within `ms`. */
async function dial({ phone, advance }: TestPhone, number: string, ms = 50) {
  const dialled = phone.call(number)
  await advance(ms)
  return dialled
}

test('is registered, under the name it was given', async () => {
  const { phone } = await setUp({ extension: '2001', displayName: 'Mai' })
  expect([phone.status, phone.extension, phone.displayName]).toEqual(['registered', '2001', 'Mai'])
})

test('time stands still until it is told', async () => {
  const it_ = await setUp()
  const call = await dial(it_, '9180')
  expect(call.state).toBe('ringing')
  await it_.advance(2900)
  expect(call.state).toBe('ringing')
  await it_.advance(100)
  expect(call.state).toBe('answered')
  await it_.advance(61_000)
  expect(call.billsec).toBe(61)
})

/** What the sandbox's own table says of each number that ends by itself. */
const ending = testNumbers.filter((line) => line.reason !== undefined && line.number !== '9800')
test.each(ending)('$number ends with $reason', async ({ number, reason }) => {
  const it_ = await setUp()
  const reasons: string[] = []
  it_.phone.on('call_hangup', (event) => reasons.push(event.reason))
  await dial(it_, number.replace('NN', '02'), 6000)
  expect(reasons[0]).toBe(reason)
})

test('97NN calls back after NN seconds', async () => {
  const it_ = await setUp({ contacts: { '0987654321': 'Nguyễn An' } })
  const heard = vi.fn()
  it_.phone.on('incoming_call', heard)
  await dial(it_, '9703', 4000)
  expect(heard).not.toHaveBeenCalled()
  await it_.advance(300)
  expect(heard.mock.calls[0]?.[0]).toMatchObject({ contact: { full_name: 'Nguyễn An' } })
  const [call] = it_.phone.calls
  const answered = call?.answer()
  await it_.advance(50)
  await answered
  expect(call?.state).toBe('answered')
})

test.each(['9283', '9284'])('%s sends all sixteen keys', async (number) => {
  const it_ = await setUp()
  const keys: string[] = []
  it_.phone.on('dtmf', ({ digit }) => keys.push(digit))
  await dial(it_, number, 6000)
  expect(keys.join('')).toBe('0123456789*#ABCD')
})

test.each(['rtp', 'info'] as const)('9500 gives back each key that came by %s', async (via) => {
  const it_ = await setUp()
  const keys: string[] = []
  it_.phone.on('dtmf', ({ digit }) => keys.push(digit))
  const call = await dial(it_, '9500')
  const sent = call.sendDtmf('17', { via })
  await it_.advance(3000)
  await sent
  expect(keys).toEqual(['1', '7'])
  expect(it_.calls[0]?.receivedDigits).toBe('17')
})

test('9800 transfers the phone', async () => {
  const it_ = await setUp()
  await dial(it_, '9800', 3000)
  expect(it_.phone.calls.map((call) => [call.number, call.state])).toEqual([['9440', 'answered']])
})

test('numbers of a test behave as it says', async () => {
  const it_ = await setUp({ numbers: { '0912345678': '9200' } })
  expect((await dial(it_, '0912345678')).state).toBe('answered')
  expect((await dial(it_, '0900000000')).hangupDetail?.cause).toBe('UNALLOCATED_NUMBER')
  expect((await dial(it_, '1002')).hangupDetail?.cause).toBe('SUBSCRIBER_ABSENT')
})

test('somebody calls, is found, answered, and hangs up', async () => {
  const it_ = await setUp()
  const told: string[] = []
  it_.phone.on('incoming_call', ({ contact }) => told.push(`rings ${contact?.full_name}`))
  it_.phone.on('call_hangup', ({ reason, billsec }) => told.push(`${reason} ${billsec}`))
  const caller = await it_.simulateIncoming({ from: '0987654321', contact: 'Nguyễn An' })
  const answered = it_.phone.calls[0]?.answer()
  await it_.advance(50)
  await answered
  await caller.sendDigits('42')
  expect(it_.phone.calls[0]?.receivedDigits).toBe('42')
  await caller.hold()
  expect(it_.phone.calls[0]?.isRemoteHeld).toBe(true)
  await caller.unhold()
  expect(it_.phone.calls[0]?.isRemoteHeld).toBe(false)
  await it_.advance(2000)
  await caller.hangUp()
  expect(told).toEqual(['rings Nguyễn An', 'normal_clearing 2'])
  expect(caller.hasEnded).toBe(true)
  expect(it_.calls).toEqual([])
})

test('a caller who gives up is told as such', async () => {
  const it_ = await setUp()
  const reasons: string[] = []
  it_.phone.on('call_hangup', ({ reason }) => reasons.push(reason))
  const caller = await it_.simulateIncoming({ from: '0987654321' })
  await caller.hangUp('ORIGINATOR_CANCEL')
  expect(reasons).toEqual(['originator_cancel'])
})

test('a call outlives its socket, and is repaired', async () => {
  const it_ = await setUp()
  const call = await dial(it_, '9200')
  const told: string[] = []
  for (const name of ['disconnected', 'connected', 'registered'] as const)
    it_.phone.on(name, () => told.push(name))
  await it_.dropSocket({ refuseMs: 3000 })
  await it_.advance(10_000)
  expect(told).toEqual(['disconnected', 'connected', 'registered'])
  expect(call.state).toBe('answered')
  const held = call.hold()
  await it_.advance(100)
  await held
  expect(call.isHeld).toBe(true)
})

test('a far end that hangs up during an outage is found gone afterwards', async () => {
  const it_ = await setUp()
  const reasons: string[] = []
  it_.phone.on('call_hangup', ({ reason }) => reasons.push(reason))
  await dial(it_, '9200', 2000)
  await it_.dropSocket({ refuseMs: 500 })
  await it_.calls[0]?.hangUp()
  expect(reasons).toEqual([])
  await it_.advance(5000)
  // Its BYE was lost with the wire; the re-INVITE of the repair meets nobody.
  expect(reasons).toEqual(['normal_temporary_failure'])
})

test('a transfer to a number that is busy fails, and the call goes on', async () => {
  const it_ = await setUp()
  const call = await dial(it_, '9200')
  const failed = expect(call.transfer('9486')).rejects.toMatchObject({ code: 'transfer_failed' })
  await it_.advance(1000)
  await failed
  expect(call.state).toBe('answered')
  const transferred = call.transfer('9440')
  await it_.advance(3000)
  await transferred
  expect(call.state).toBe('ended')
})

test('an application that connects by itself gets a test phone, until that is undone', async () => {
  const { connect } = ZorioWebphone
  const seen: TestPhone[] = []
  const undo = installTestPhones({ extension: '1003' }, (made) => seen.push(made))
  const phone = await ZorioWebphone.connect({ apiBase: 'https://crm.example', token: 't' })
  undo()
  expect(ZorioWebphone.connect).toBe(connect)
  await seen[0]?.advance(100)
  expect([phone.status, phone.extension, phone === seen[0]?.phone]).toEqual(['registered', '1003', true])
  await seen[0]?.close()
})

describe('with the fake timers of a test framework', () => {
  afterEach(() => vi.useRealTimers())

  test('the phone follows them', async () => {
    vi.useFakeTimers()
    const making = setUp({ clock: 'real' })
    await vi.advanceTimersByTimeAsync(500)
    const { phone } = await making
    const dialled = phone.call('9005')
    await vi.advanceTimersByTimeAsync(5200)
    expect((await dialled).hangupDetail?.cause).toBe('NORMAL_CLEARING')
    const closing = open.splice(0)[0]?.close()
    await vi.advanceTimersByTimeAsync(100)
    await closing
  })

  test('a clock of its own does not mind them', async () => {
    vi.useFakeTimers()
    expect((await setUp()).phone.status).toBe('registered')
    await open.splice(0)[0]?.close()
  })
})

test('refuses what makes no sense', async () => {
  await expect(createTestPhone({ layout: 'round' as 'docked' })).rejects.toMatchObject({
    code: 'invalid_options',
  })
  // @ts-expect-error A clock is made by createTestClock().
  await expect(createTestPhone({ clock: 5 })).rejects.toThrow('createTestClock')
  const it_ = await setUp({ autoRegister: false, clock: createTestClock() })
  await expect(it_.simulateIncoming({ from: '0987654321' })).rejects.toThrow('not registered')
})
