import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { readOptions } from '../read-options.ts'
import { ZorioWebphoneError } from '../errors.ts'
import { diagnose, diagnoseWith } from './diagnose.ts'
import { findings } from './findings.ts'
import { checkNames } from './result.ts'
import { createFakePlace, goodConfig, never } from './testing/fake-ports.ts'
import type { DiagnosePorts } from './diagnose-port.ts'
import type { DiagnoseProgress } from './result.ts'
import type { ErrorCode } from '../errors.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** With all timers run; how long it took is virtual. */
async function run(ports: DiagnosePorts, options: Parameters<typeof diagnoseWith>[1] = {}) {
  const running = diagnoseWith(ports, options)
  await vi.runAllTimersAsync()
  const result = await running
  const codes = Object.fromEntries(result.checks.map(({ name, code }) => [name, code]))
  return { ...result, codes }
}

const rejects = (code: ErrorCode, details?: Record<string, unknown>) => () =>
  Promise.reject(new ZorioWebphoneError(code, code, details && { details }))

test('all good is ready: every check once, in order, with numbers of the echo call', async () => {
  const { ports, asked } = createFakePlace()
  const seen: DiagnoseProgress[] = []
  const result = await run(ports, { onProgress: (one) => seen.push(one) })
  expect(result.verdict).toBe('ready')
  expect(result.checks.map(({ name }) => name)).toEqual(checkNames)
  expect(result.checks.map(({ status }) => status)).toEqual(checkNames.map(() => 'ok'))
  expect(result.checks.at(-1)?.details).toMatchObject({
    loss_percent: 0,
    jitter_ms: 4,
    mos: expect.any(Number) as unknown,
  })
  expect(asked).toEqual(['phone microphone', 'call 9200', 'hangup', 'close'])
  expect(seen.map(({ doneCount }) => doneCount)).toEqual(checkNames.map((_, index) => index + 1))
  expect(JSON.stringify(result)).not.toContain('secret-credential')
})

test.each<[string, Partial<DiagnosePorts>, object, string]>([
  ['no HTTPS', { isSecureContext: () => false }, { secure_context: 'secure_context_missing' }, 'blocked'],
  [
    'the API is down',
    { fetchConfig: rejects('bootstrap_failed') },
    { api: 'api_unreachable', wss: 'not_run', echo_call: 'not_run', microphone: 'microphone_ok' },
    'blocked',
  ],
  [
    'the API answers 500',
    { fetchConfig: rejects('bootstrap_failed', { status: 500 }) },
    { api: 'api_refused' },
    'blocked',
  ],
  [
    'a bad token',
    { fetchConfig: rejects('token_rejected', { status: 401 }) },
    { api: 'api_token_rejected' },
    'blocked',
  ],
  ['the API hangs', { fetchConfig: never }, { api: 'api_unreachable' }, 'blocked'],
  [
    'the socket is blocked',
    { openSocket: () => Promise.reject(new Error('closed (1006)')) },
    { wss: 'wss_blocked', registration: 'not_run', stun: 'stun_ok' },
    'blocked',
  ],
  ['the socket hangs', { openSocket: never }, { wss: 'wss_blocked', registration: 'not_run' }, 'blocked'],
  [
    'the second address opens',
    { openSocket: (url) => (url.includes('sip2') ? Promise.resolve() : Promise.reject(new Error('x'))) },
    { wss: 'wss_fallback', echo_call: 'echo_ok' },
    'degraded',
  ],
  [
    'the microphone is refused',
    { openMicrophone: rejects('microphone_denied') },
    { microphone: 'microphone_denied', echo_call: 'echo_ok' },
    'blocked',
  ],
  [
    'the prompt is left open',
    { openMicrophone: never },
    { microphone: 'microphone_prompt_open', echo_call: 'echo_ok' },
    'blocked',
  ],
  [
    'a mute headset',
    { openMicrophone: async () => ({ label: '', peak: 0 }) },
    { microphone: 'microphone_silent' },
    'degraded',
  ],
  [
    'no click yet',
    { tryOutput: async () => ({ isPlaying: false, deviceCount: 1 }) },
    { output: 'output_needs_click' },
    'degraded',
  ],
  [
    'no speaker',
    { tryOutput: async () => ({ isPlaying: true, deviceCount: 0 }) },
    { output: 'output_missing' },
    'degraded',
  ],
  [
    'STUN is dead',
    { gather: async (_, kind) => (kind === 'srflx' ? 'failed' : 'found') },
    { stun: 'stun_unreachable', turn: 'turn_ok' },
    'degraded',
  ],
  [
    'TURN hangs',
    { gather: (_, kind) => (kind === 'relay' ? never() : Promise.resolve('unneeded')) },
    { stun: 'stun_ok', turn: 'turn_unreachable' },
    'degraded',
  ],
  [
    'no ICE servers',
    { fetchConfig: async () => ({ ...goodConfig, ice_servers: [] }) },
    { stun: 'stun_not_configured', turn: 'turn_not_configured' },
    'ready',
  ],
  [
    'relay only, and no relay',
    {
      fetchConfig: async () => ({ ...goodConfig, ice_transport_policy: 'relay' }),
      gather: async () => 'failed',
    },
    { turn: 'turn_required' },
    'blocked',
  ],
  [
    'relay only, and a relay that never answers',
    {
      fetchConfig: async () => ({ ...goodConfig, ice_transport_policy: 'relay' }),
      gather: never,
    },
    { turn: 'turn_required' },
    'blocked',
  ],
  [
    'no phone comes up',
    { openPhone: () => Promise.reject(new Error('x')) },
    { registration: 'check_broken', echo_call: 'not_run' },
    'degraded',
  ],
])('%s', async (_, changes, codes, verdict) => {
  const result = await run(createFakePlace(changes).ports)
  expect(result.codes).toMatchObject(codes)
  expect(result.verdict).toBe(verdict)
  expect(result.durationMs).toBeLessThanOrEqual(15_000)
})

test('without a microphone the echo call is made with a tone', async () => {
  const { ports, asked } = createFakePlace({ openMicrophone: rejects('microphone_not_found') })
  await run(ports)
  expect(asked[0]).toBe('phone tone')
})

test('credentials that the PBX refuses, a registrar that is silent', async () => {
  for (const [registered, code] of [
    [rejects('registration_rejected'), 'registration_rejected'],
    [never, 'registration_failed'],
  ] as const) {
    const { ports, phone } = createFakePlace()
    phone.registered = registered
    expect((await run(ports)).codes).toMatchObject({ registration: code, echo_call: 'not_run' })
  }
})

test.each([
  [{ isReceiving: false }, 'echo_no_audio', 'blocked'],
  [{ lossRatio: 0.08 }, 'echo_loss', 'degraded'],
  [{ jitterSeconds: 0.05 }, 'echo_jitter', 'degraded'],
  [{ roundTripSeconds: 0.9 }, 'echo_low_quality', 'degraded'],
] as const)('an echo call with %j', async (change, code, verdict) => {
  const place = createFakePlace()
  Object.assign(place.network, change)
  const result = await run(place.ports)
  expect([result.codes['echo_call'], result.verdict]).toEqual([code, verdict])
})

test('a call that is not answered, one to a number that is not there, and none', async () => {
  const place = createFakePlace()
  place.phone.call = never
  expect((await run(place.ports)).codes['echo_call']).toBe('echo_not_answered')
  place.phone.call = () => Promise.reject(Object.assign(new Error('x'), { reason: 'unallocated_number' }))
  expect((await run(place.ports)).codes['echo_call']).toBe('echo_no_number')
  expect((await run(place.ports, { echoNumber: '' })).codes['echo_call']).toBe('not_run')
})

test('whatever throws or hangs, it resolves within 15 s', async () => {
  const names = Object.keys(createFakePlace().ports) as (keyof DiagnosePorts)[]
  const throwing = () => {
    throw new TypeError('broken browser')
  }
  for (const name of names.filter((one) => one !== 'now' && one !== 'isSecureContext'))
    for (const broken of [throwing, never, () => Promise.reject(new Error('no')), () => undefined]) {
      const result = await run(createFakePlace({ [name]: broken }).ports)
      expect([name, result.checks.length]).toEqual([name, checkNames.length])
      expect(result.durationMs).toBeLessThanOrEqual(15_000)
    }
  const allHang = Object.fromEntries(names.filter((one) => one !== 'now').map((name) => [name, never]))
  const result = await run(createFakePlace(allHang).ports, {
    onProgress: () => {
      throw new Error('mine')
    },
  })
  expect(result.durationMs).toBeLessThanOrEqual(15_000)
})

test('options that make no sense are a result too', async () => {
  const parts = {
    readOptions,
    createPorts: () => {
      throw new Error('not asked')
    },
    connectWith: never,
  }
  for (const options of [{ apiBase: 'ftp://x', token: 't' }, {}, undefined])
    expect(await diagnose(options as never, parts)).toMatchObject({ verdict: 'blocked' })
  const { checks } = await diagnose({ apiBase: 'ftp://x', token: 't' }, parts)
  expect(checks.find(({ name }) => name === 'api')).toMatchObject({
    code: 'api_invalid_options',
    details: { option: 'apiBase' },
  })
})

test('every finding has words in both languages', () => {
  for (const { vi: vietnamese, en } of Object.values(findings)) {
    expect(vietnamese.length).toBeGreaterThan(8)
    expect(en.length).toBeGreaterThan(8)
  }
})
