import { expect, test } from 'vitest'
import { createFakeClock } from '../testing/fake-clock.ts'
import { connectFakePhone, createFakeWorld } from '../testing/fake-phone.ts'
import { createRecorder } from './recorder.ts'
import { recordPorts } from './recorded-ports.ts'
import { redactSip } from './redact-flight.ts'
import { summarizeSip } from './sip-summary.ts'
import type { CallSnapshot } from '../call-api.ts'
import type { MediaPort } from '../media/media-port.ts'

const crlf = (...lines: string[]) => lines.join('\r\n')
const invite = crlf(
  'INVITE sip:0987654321@pbx.example SIP/2.0',
  'From: "Lê Thu Hà" <sip:0911222333@pbx.example>;tag=a',
  'To: Nguyễn An <sip:0987654321@pbx.example>',
  'Call-ID: the-call',
  'CSeq: 1 INVITE',
  'Proxy-Authorization: Digest username="u", response="canary-response", nonce="canary-nonce"',
  '',
  'v=0',
  'a=ice-ufrag:abcd',
  'a=ice-pwd:canary-pwd',
  'a=fingerprint:sha-256 CA:NA:RY',
  'a=candidate:1 1 udp 1 10.0.0.1 5000 typ host',
  'a=candidate:2 1 udp 1 10.0.0.2 5000 typ srflx',
  'a=candidate:3 1 udp 1 10.0.0.3 5000 typ host',
)

test('a message is named by its first line; keep-alives are none', () => {
  expect(summarizeSip(invite)).toEqual({
    ...{ summary: 'INVITE', callId: 'the-call', ufrag: 'abcd' },
    candidates: { host: 2, srflx: 1 },
  })
  const ringing = crlf('SIP/2.0 180 Ringing', 'i: the-call', 'CSeq: 1 INVITE', '', '')
  expect(summarizeSip(ringing)).toMatchObject({ summary: '180 Ringing (INVITE)', callId: 'the-call' })
  for (const junk of ['\r\n\r\n', '', 'hello', 'INVITE x SIP/2.0\r\n\r\n'])
    expect(summarizeSip(junk)).toBeUndefined()
})

test('no credential, key, name or full number stays in a message', () => {
  const text = redactSip(invite)
  expect(text).not.toMatch(/canary|CA:NA|Thu Hà|Nguyễn|0987654321|0911222333/)
  expect(text).toContain('From: "…" <sip:09…33@pbx.example>;tag=a')
  expect(text).toContain('Call-ID: the-call')
  expect(redactSip('To: <sip:9200@pbx.example>')).toBe('To: <sip:9200@pbx.example>')
  expect(redactSip('f: "A \\" B"<sip:1@x>')).toBe('f: "…"<sip:1@x>')
})

const snapshot = (changes: Partial<CallSnapshot> = {}): CallSnapshot => ({
  ...{ uuid: 'the-call', number: '0987654321', displayName: 'Nguyễn An', direction: 'outgoing' },
  ...{ state: 'dialing', contact: { id: 7, full_name: 'Nguyễn An' }, isMuted: false, isHeld: false },
  ...{ isRemoteHeld: false, createdAt: 0, answeredAt: null, endedAt: null, heldAt: null, media: 'none' },
  ...{ transferProgress: null, hangupDetail: null, receivedDigits: '' },
  ...changes,
})

test('a record holds what belongs to its call, in order, and the registration around it', async () => {
  const clock = createFakeClock()
  const recorder = createRecorder(clock)
  recorder.onSip('sent', crlf('REGISTER sip:x SIP/2.0', 'Call-ID: reg', 'CSeq: 1 REGISTER', '', ''))
  await clock.advance(100)
  recorder.onEvent('call_ringing', {}, { snapshot: snapshot(), billsec: 0 })
  recorder.onSip('sent', invite)
  recorder.onSip('sent', invite.replace('the-call', 'another').replace('ufrag:abcd', 'ufrag:wxyz'))
  const media = { ufrags: new Set(['abcd']) }
  recorder.onMedia(media, { kind: 'media', what: 'connected' })
  recorder.onMedia({ ufrags: new Set(['zzzz']) }, { kind: 'media', what: 'failed' })
  recorder.onEvent('registered', { token: 'canary-token', contact: { full_name: 'Nguyễn An' } })
  recorder.onEvent('call_hangup', {}, { snapshot: snapshot({ uuid: 'second' }), billsec: 0 })
  const record = recorder.record('the-call')
  expect(
    record?.entries.map(({ t, kind, ...rest }) => [t, kind, 'summary' in rest ? rest.summary : '']),
  ).toEqual([
    [0, 'sip', 'REGISTER'],
    [100, 'event', ''],
    [100, 'sip', 'INVITE'],
    [100, 'ice', ''],
    [100, 'media', ''],
    [100, 'event', ''],
  ])
  expect(JSON.stringify(record)).not.toMatch(/canary|Nguyễn|0987654321/)
  expect(record?.call).toMatchObject({ number: '09…21', direction: 'outgoing', reason: null })
  expect(recorder.calls.map(({ uuid }) => uuid)).toEqual(['the-call', 'second'])
  expect(recorder.record()?.call.uuid).toBe('second')
  expect(recorder.record('nobody')).toBeUndefined()
})

test('old calls and entries are let go of', () => {
  const recorder = createRecorder(createFakeClock())
  for (let count = 0; count < 30; count += 1)
    recorder.onEvent('call_ringing', {}, { snapshot: snapshot({ uuid: `call-${count}` }), billsec: 0 })
  expect(recorder.calls.length).toBe(20)
  for (let count = 0; count < 11_000; count += 1) recorder.onEvent('registered', {})
  const record = recorder.record()
  expect(record?.droppedCount).toBe(2000)
  expect(record?.entries.length).toBeLessThanOrEqual(10_000)
})

test('what is prepared stays as it was: the ICE servers are asked beforehand', async () => {
  const world = createFakeWorld()
  const asked: unknown[] = []
  const prepare: MediaPort['prepare'] = async (_report, ice) => void asked.push(ice)
  Object.assign(world.media, { prepare })
  const { connected } = recordPorts({ ...world.ports, connected: world.ports }, createRecorder(world.clock))
  const ice = { iceServers: [{ urls: ['stun:pbx.example'] }], iceTransportPolicy: 'all' } as const
  await (await connected).media.prepare(() => {}, ice)
  expect(asked).toEqual([ice])
})

test('a whole phone, recorded: it behaves as before, and its call can be read', async () => {
  const world = createFakeWorld()
  const recorder = createRecorder(world.clock)
  const ports = recordPorts({ ...world.ports, connected: world.ports }, recorder)
  const { media } = await ports.connected
  const { phone } = await connectFakePhone({
    ...world,
    ports: { ...world.ports, socket: ports.socket, media },
  })
  await world.clock.advance(1000)
  expect(phone.status).toBe('registered')
  phone.on('call_ringing', ({ call }) =>
    recorder.onEvent('call_ringing', {}, { snapshot: call.getSnapshot(), billsec: 0 }),
  )
  const call = await phone.call('9200')
  recorder.onEvent('dialled', {}, { snapshot: call.getSnapshot(), billsec: 0 })
  await world.clock.advance(3000)
  const kinds = recorder.record(call.uuid)?.entries ?? []
  expect(
    kinds.some((one) => one.kind === 'sip' && one.summary === 'INVITE' && one.direction === 'sent'),
  ).toBe(true)
  expect(JSON.stringify(kinds)).not.toContain('canary')
})
