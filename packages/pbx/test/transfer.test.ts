import type { DialogId } from '@zorio/sip'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { TestCall } from './support/test-call.ts'
import { startTestPbx, type TestPbx } from './support/test-pbx.ts'
import type { TestPhone } from './support/test-phone.ts'

function dialogOf(phone: TestPhone, call: TestCall): DialogId {
  let dialog: DialogId | undefined
  phone.command((agent) => {
    dialog = agent.dialogOf(call.leg)
  })
  if (dialog === undefined) throw new Error('no dialog')
  return dialog
}

/** What our own core would never send: a REFER of 1002 that names a dialog of somebody else. */
function referTakingOver(own: DialogId, others: DialogId): string {
  const replaces = encodeURIComponent(`${others.callId};to-tag=${others.toTag};from-tag=${others.fromTag}`)
  return [
    'REFER sip:pbx.test SIP/2.0',
    'Via: SIP/2.0/WS x.invalid;branch=z9hG4bKspoof',
    `From: <sip:1002@pbx.test>;tag=${own.fromTag}`,
    `To: <sip:1001@pbx.test>;tag=${own.toTag}`,
    `Call-ID: ${own.callId}`,
    'CSeq: 900 REFER',
    'Contact: <sip:1002@x.invalid;transport=ws>',
    'Max-Forwards: 70',
    `Refer-To: <sip:1003@pbx.test?Replaces=${replaces}>`,
    'Content-Length: 0\r\n\r\n',
  ].join('\r\n')
}

describe.each(['direct', 'relay'] as const)('with %s media', (media) => {
  let house: TestPbx
  let alice: TestPhone
  let bob: TestPhone
  let carol: TestPhone
  beforeEach(async () => {
    house = await startTestPbx({ media })
    ;[alice, bob, carol] = [
      await house.registered('1001'),
      await house.registered('1002'),
      await house.registered('1003'),
    ]
  })
  afterEach(() => house.close())

  async function talking(from: TestPhone, to: TestPhone) {
    const [out, incoming] = await Promise.all([from.call(to.extension), to.incoming()])
    await incoming.answer()
    await out.answered()
    return [out, incoming] as const
  }
  async function hearEachOther(left: TestCall, right: TestCall) {
    left.whistle(600)
    right.whistle(800)
    await Promise.all([left.hears(800), right.hears(600)])
  }

  test('audio, keys and hang-up pass between two phones', async () => {
    const [out, incoming] = await talking(alice, bob)
    await hearEachOther(out, incoming)
    out.end.media.sendDigits('159D')
    await expect.poll(() => incoming.rtpDigits.join('')).toBe('159D')
    expect(await out.reoffer('sendonly')).toContain('a=recvonly')
    expect(await out.reoffer('sendrecv')).toContain('a=sendrecv')
    await incoming.hears(600)
    incoming.hangUp()
    await out.ended()
  })

  test('early media of the callee is heard before it answers', async () => {
    const [out, incoming] = await Promise.all([alice.call('1002'), bob.incoming()])
    await incoming.early()
    expect(await out.until('progress', ({ status }) => status === 183)).toHaveProperty('answer')
    incoming.whistle(425)
    await out.hears(425)
    expect(out.facts.some(({ type }) => type === 'accepted')).toBe(false)
    await incoming.answer()
    await out.answered()
    await hearEachOther(out, incoming)
    out.hangUp()
    await incoming.ended()
  })

  test('blind: the callee sends the caller to a third phone', async () => {
    const [out, incoming] = await talking(alice, bob)
    await hearEachOther(out, incoming)
    incoming.refer({ target: 'sip:1003@pbx.test' })
    const third = await carol.incoming()
    expect(third.incoming?.from).toEqual({ uri: 'sip:1001@pbx.test', displayName: 'User 1001' })
    third.ring()
    await incoming.until('refer-progress', ({ status }) => status === 180)
    // As long as it rings, the two still talk.
    await hearEachOther(out, incoming)
    await third.answer()
    expect(await incoming.until('refer-progress', ({ final }) => final)).toMatchObject({ status: 200 })
    incoming.hangUp()
    await hearEachOther(out, third)
    out.hangUp()
    expect(await third.ended()).toMatchObject({ how: 'bye' })
    expect(house.events.map(({ step, destinationNumber }) => `${step} ${destinationNumber}`)).toEqual([
      ...['ringing 1002', 'answered 1002', 'ringing 1003', 'answered 1003', 'hangup 1002', 'hangup 1003'],
    ])
  })

  test('blind: the phone that transfers leaves at once', async () => {
    const [out, incoming] = await talking(alice, bob)
    incoming.refer({ target: 'sip:1003@pbx.test' })
    const third = await carol.incoming()
    incoming.hangUp()
    await incoming.ended()
    await third.answer()
    await hearEachOther(out, third)
    third.hangUp()
    await out.ended()
  })

  test('blind to nobody: refused, or reported, and the call goes on', async () => {
    const [out, incoming] = await talking(alice, bob)
    incoming.refer({ target: 'sip:4711@pbx.test' })
    expect(await incoming.until('refer-progress', ({ final }) => final)).toMatchObject({ status: 404 })
    incoming.facts.length = 0
    incoming.refer({ target: 'sip:9486@pbx.test' })
    expect(await incoming.until('refer-progress', ({ final }) => final)).toMatchObject({ status: 486 })
    incoming.facts.length = 0
    incoming.refer({ target: 'sip:1003@pbx.test' })
    const third = await carol.incoming()
    third.reject(486)
    expect(await incoming.until('refer-progress', ({ final }) => final)).toMatchObject({ status: 486 })
    await hearEachOther(out, incoming)
    out.hangUp()
    await incoming.ended()
  })

  test('blind: the transferred party gives up while the target rings', async () => {
    const [out, incoming] = await talking(alice, bob)
    incoming.refer({ target: 'sip:1003@pbx.test' })
    const third = await carol.incoming()
    out.hangUp()
    expect(await third.ended()).toMatchObject({ how: 'cancel' })
    await incoming.ended()
  })

  test('blind to a test number', async () => {
    const [out, incoming] = await talking(alice, bob)
    await hearEachOther(out, incoming)
    incoming.refer({ target: 'sip:9440@pbx.test' })
    expect(await incoming.until('refer-progress', ({ final }) => final)).toMatchObject({ status: 200 })
    await out.hears(440)
    // It does not hang up by itself, so the PBX does.
    expect(await incoming.ended()).toMatchObject({ by: 'remote', how: 'bye' })
    await out.hears(440)
    out.hangUp()
    await expect.poll(() => house.events.at(-1)).toMatchObject({ step: 'hangup', destinationNumber: '9440' })
  })

  test('attended: Bob joins Alice and Carol', async () => {
    const [out, incoming] = await talking(alice, bob)
    const [consulting, third] = await talking(bob, carol)
    await hearEachOther(out, incoming)
    await hearEachOther(consulting, third)
    incoming.refer({ other: consulting.leg })
    expect(await incoming.until('refer-progress', ({ final }) => final)).toMatchObject({ status: 200 })
    expect(await consulting.ended()).toMatchObject({ how: 'bye' })
    incoming.hangUp()
    await hearEachOther(out, third)
    third.hangUp()
    await out.ended()
  })

  test('blind: a phone gives its call with a test number to another phone', async () => {
    const out = await alice.call('9440')
    await out.answered()
    await out.hears(440)
    out.refer({ target: 'sip:1002@pbx.test' })
    const second = await bob.incoming()
    expect(second.incoming?.from.uri).toBe('sip:9440@pbx.test')
    await out.hears(440)
    await second.answer()
    expect(await out.until('refer-progress', ({ final }) => final)).toMatchObject({ status: 200 })
    out.hangUp()
    await second.hears(440)
    second.hangUp()
    await expect.poll(() => house.events.at(-1)).toMatchObject({ step: 'hangup', destinationNumber: '1002' })
  })

  test('attended: Bob gives Alice the test number he consulted', async () => {
    const [out, incoming] = await talking(alice, bob)
    const consulting = await bob.call('9440')
    await consulting.answered()
    incoming.refer({ other: consulting.leg })
    await incoming.until('refer-progress', ({ final, status }) => final && status === 200)
    await consulting.ended()
    incoming.hangUp()
    await out.hears(440)
    out.hangUp()
  })

  test('attended: a dialog that is not the phone’s own is not taken over', async () => {
    const [out, incoming] = await talking(alice, bob)
    const others = await carol.call('9440')
    await others.answered()
    const statuses: string[] = []
    bob.onFrame((frame) => statuses.push(frame.slice(0, 11)))
    bob.sendRaw(referTakingOver(dialogOf(bob, incoming), dialogOf(carol, others)))
    await expect.poll(() => statuses).toContain('SIP/2.0 481')
    await hearEachOther(out, incoming)
    await others.hears(440)
    for (const call of [out, others]) call.hangUp()
  })

  test('a phone takes over its own call with a new leg (Replaces)', async () => {
    const [out, incoming] = await talking(alice, bob)
    await hearEachOther(out, incoming)
    const again = await bob.call('1001', { replaces: incoming.leg })
    await again.answered()
    await incoming.ended()
    await hearEachOther(out, again)
    const robot = await alice.call('9440')
    await robot.answered()
    const robotAgain = await alice.call('9440', { replaces: robot.leg })
    await robotAgain.hears(440)
    await robot.ended()
    out.hangUp()
    await again.ended()
    robotAgain.hangUp()
  })
})
