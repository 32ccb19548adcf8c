// 4. A carrier that does what carriers do, each as one sipp scenario: our phone says what happened.
import type { LoggedEvent, PhonePage } from '../../harness/phone-page.ts'
import { expectTone, openRegistered, talk } from '../lab/phones.ts'
import { expect, test } from '../lab/test.ts'

const detailOf = (ended: LoggedEvent) => ended.payload.call?.['hangupDetail'] as Record<string, unknown>
const updates = async (phone: PhonePage, change: string) =>
  (await phone.log()).filter((entry) => (entry.payload['changed'] as string[] | undefined)?.includes(change))

for (const { status, reason } of [
  { status: '486 Busy Here', reason: 'busy' },
  { status: '480 Temporarily Unavailable', reason: 'no_user_response' },
  { status: '404 Not Found', reason: 'unallocated_number' },
  { status: '484 Address Incomplete', reason: 'invalid_number_format' },
  { status: '488 Not Acceptable Here', reason: 'incompatible_destination' },
  { status: '603 Decline', reason: 'call_rejected' },
  { status: '503 Service Unavailable', reason: 'normal_temporary_failure' },
]) {
  test(`${status}: ${reason}`, async ({ browser, startCarrier }) => {
    const phone = await openRegistered(browser, { extension: '1001', toneHz: 700 })
    const carrier = await startCarrier({
      scenario: 'refuse-at-once',
      values: { status, extra: 'Retry-After: 7' },
    })
    await phone.dial('9100')
    const ended = await phone.next('call_hangup')
    expect(ended.payload).toMatchObject({ reason, billsec: 0 })
    expect(detailOf(ended)).toMatchObject({ sip_status: Number(status.slice(0, 3)), who: 'remote' })
    await carrier.passed()
    expect(await phone.status()).toBe('registered')
  })
}

test('a Reason header of the refusal wins over its status', async ({ browser, startCarrier }) => {
  const phone = await openRegistered(browser, { extension: '1001', toneHz: 700 })
  const extra = 'Reason: Q.850;cause=1;text="UNALLOCATED_NUMBER"'
  const carrier = await startCarrier({
    scenario: 'refuse',
    values: { status: '503 Service Unavailable', extra },
  })
  await phone.dial('9100')
  await phone.next('call_ringing')
  expect((await phone.next('call_hangup')).payload).toMatchObject({ reason: 'unallocated_number' })
  await carrier.passed()
})

test('rings without end: we give up, the carrier sees CANCEL', async ({ browser, startCarrier }) => {
  const phone = await openRegistered(browser, { extension: '1001', toneHz: 700 })
  const carrier = await startCarrier({ scenario: 'ring-only' })
  const uuid = await phone.dial('9100')
  await phone.next('call_ringing')
  await phone.page.waitForTimeout(500)
  expect(await phone.act(uuid, 'hangup')).toBe('ok')
  expect((await phone.next('call_hangup')).payload).toMatchObject({ reason: 'originator_cancel' })
  await carrier.passed()
})

test('early media is heard, then the call is refused', async ({ browser, startCarrier }) => {
  const phone = await openRegistered(browser, { extension: '1001', toneHz: 700 })
  const carrier = await startCarrier({ scenario: 'early', values: { status: '486 Busy Here' } })
  await phone.dial('9100')
  await expectTone(phone, 440)
  expect(await phone.story()).not.toContain('call_answered')
  expect((await phone.next('call_hangup')).payload).toMatchObject({ reason: 'busy' })
  await carrier.passed()
})

test('early media goes on into the answer', async ({ browser, startCarrier }) => {
  const phone = await openRegistered(browser, { extension: '1001', toneHz: 700 })
  const carrier = await startCarrier({ scenario: 'early-answer' })
  const uuid = await phone.dial('9100')
  await expectTone(phone, 440)
  await phone.next('call_answered')
  await expectTone(phone, 440)
  await phone.act(uuid, 'hangup')
  await carrier.passed()
})

test('a 200 that comes twice gets an ACK twice', async ({ browser, startCarrier }) => {
  const phone = await openRegistered(browser, { extension: '1001', toneHz: 700 })
  const carrier = await startCarrier({ scenario: 'answer-twice', isRetransmitting: false })
  const uuid = await phone.dial('9100')
  await phone.next('call_answered')
  await talk()
  expect((await phone.story()).filter((name) => name === 'call_answered')).toHaveLength(1)
  await phone.act(uuid, 'hangup')
  await carrier.passed()
})

test('CANCEL because a colleague took the call: answered_elsewhere', async ({ browser, startCarrier }) => {
  const phone = await openRegistered(browser, { extension: '1001', toneHz: 700 })
  const reason = 'Reason: SIP;cause=200;text="Call completed elsewhere"'
  const carrier = await startCarrier({ scenario: 'call-cancel', dial: '1001', values: { reason } })
  await phone.next('incoming_call')
  expect((await phone.next('call_hangup')).payload).toMatchObject({
    reason: 'answered_elsewhere',
    billsec: 0,
  })
  await carrier.passed()
})

test('name and number that the carrier asserts', async ({ browser, startCarrier }) => {
  const phone = await openRegistered(browser, { extension: '1001', toneHz: 700 })
  const carrier = await startCarrier({ scenario: 'call-refused', dial: '1001' })
  const { payload } = await phone.next('incoming_call')
  expect(payload.call).toMatchObject({ number: '+84901234567', displayName: 'Nguyen Van A' })
  expect(await phone.act(payload.call?.uuid ?? '', 'hangup')).toBe('ok')
  expect((await phone.next('call_hangup')).payload).toMatchObject({ reason: 'call_rejected' })
  await carrier.passed()
})

test('BYE with Reason Q.850: ten causes, ten reasons', async ({ browser, startCarrier }) => {
  const phone = await openRegistered(browser, { extension: '1001', toneHz: 700 })
  for (const [cause, reason] of [
    [1, 'unallocated_number'],
    [17, 'busy'],
    [18, 'no_user_response'],
    [19, 'no_answer'],
    [20, 'subscriber_absent'],
    [21, 'call_rejected'],
    [27, 'destination_out_of_order'],
    [34, 'normal_circuit_congestion'],
    [38, 'network_out_of_order'],
    [41, 'normal_temporary_failure'],
    [42, 'switch_congestion'],
    [88, 'incompatible_destination'],
    [102, 'recovery_on_timer_expire'],
  ] as const) {
    const values = { reason: `Reason: Q.850;cause=${cause}` }
    const carrier = await startCarrier({ scenario: 'call', dial: '1001', values })
    const { payload } = await phone.next('incoming_call')
    expect(await phone.act(payload.call?.uuid ?? '', 'answer')).toBe('ok')
    const ended = await phone.next('call_hangup')
    expect(ended.payload).toMatchObject({ reason })
    expect(detailOf(ended)).toMatchObject({ q850: cause, who: 'remote' })
    await carrier.passed()
  }
})

test('an INVITE without SDP: we offer, audio flows', async ({ browser, startCarrier }) => {
  const phone = await openRegistered(browser, { extension: '1001', toneHz: 700 })
  const carrier = await startCarrier({ scenario: 'late-offer', dial: '1001', echo: true })
  const { payload } = await phone.next('incoming_call')
  expect(await phone.act(payload.call?.uuid ?? '', 'answer')).toBe('ok')
  await phone.next('call_answered')
  await expectTone(phone, 700)
  await phone.act(payload.call?.uuid ?? '', 'hangup')
  await carrier.passed()
})

test('the far end holds us and takes us back by re-INVITE', async ({ browser, startCarrier }) => {
  const phone = await openRegistered(browser, { extension: '1001', toneHz: 700 })
  const carrier = await startCarrier({ scenario: 'reinvite', dial: '1001', echo: true })
  const { payload } = await phone.next('incoming_call')
  await phone.act(payload.call?.uuid ?? '', 'answer')
  await phone.next('call_answered')
  await expect
    .poll(async () => (await updates(phone, 'remote_hold')).map((e) => e.payload.call?.['isRemoteHeld']))
    .toEqual([true, false])
  await expectTone(phone, 700)
  expect((await phone.next('call_hangup')).payload).toMatchObject({ reason: 'normal_clearing' })
  await carrier.passed()
})

test('our hold and unhold, with the echo back afterwards', async ({ browser, startCarrier }) => {
  const phone = await openRegistered(browser, { extension: '1001', toneHz: 700 })
  const carrier = await startCarrier({ scenario: 'answer-holds', echo: true })
  const uuid = await phone.dial('9100')
  await phone.next('call_answered')
  await expectTone(phone, 700)
  expect(await phone.act(uuid, 'hold')).toBe('ok')
  await expect.poll(async () => (await phone.audioOver(400)).packetsReceived).toBe(0)
  expect(await phone.act(uuid, 'unhold')).toBe('ok')
  await expectTone(phone, 700)
  await phone.act(uuid, 'hangup')
  await carrier.passed()
})

test('session timer: refreshes by re-INVITE and UPDATE are answered, audio goes on', async ({
  browser,
  startCarrier,
}) => {
  const phone = await openRegistered(browser, { extension: '1001', toneHz: 700 })
  const carrier = await startCarrier({ scenario: 'session-timer', dial: '1001' })
  const { payload } = await phone.next('incoming_call')
  await phone.act(payload.call?.uuid ?? '', 'answer')
  await phone.next('call_hangup')
  await carrier.passed()
})

test('INFO brings a digit, OPTIONS in the dialog is answered', async ({ browser, startCarrier }) => {
  const phone = await openRegistered(browser, { extension: '1001', toneHz: 700 })
  const carrier = await startCarrier({ scenario: 'in-dialog', dial: '1001' })
  const { payload } = await phone.next('incoming_call')
  await phone.act(payload.call?.uuid ?? '', 'answer')
  expect((await phone.next('dtmf')).payload).toMatchObject({ digit: '5', source: 'info' })
  await phone.next('call_hangup')
  await carrier.passed()
})

test('REFER to us: we call the target and tell how it went', async ({ browser, startCarrier, startDesk }) => {
  const desk = await startDesk({ extension: '2001', ip: '127.0.0.21', toneHz: 440 })
  const phone = await openRegistered(browser, { extension: '1001', toneHz: 700 })
  const carrier = await startCarrier({ scenario: 'refer', dial: '1001', values: { target: '2001' } })
  const { payload } = await phone.next('incoming_call')
  await phone.act(payload.call?.uuid ?? '', 'answer')
  await desk.waitForEvent('CALL_ESTABLISHED')
  await expectTone(phone, 440)
  await carrier.passed()
})
