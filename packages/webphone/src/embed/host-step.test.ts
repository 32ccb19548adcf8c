import { expect, test } from 'vitest'
import { firstHostState, stepHost } from './host-step.ts'
import type { HostInput, HostState } from './host-step.ts'
import type { Picture } from './picture.ts'

const picture: Picture = {
  phone: {
    ...{ status: 'registered', extension: '1001', displayName: '', reconnect: null },
    isAudioBlocked: false,
  },
  calls: [],
}
const error = { code: 'embed_token_used', message: 'm', remedy: 'r', retryable: false }
const hello = (nonce: string, version = 1): HostInput => ({ type: 'hello', hello: { version, nonce } })

/** Phase after the inputs, and the effects of the last one. */
function play(...inputs: readonly HostInput[]) {
  let state: HostState = firstHostState
  let effects: readonly unknown[] = []
  for (const input of inputs) ({ state, effects } = stepHost(state, input))
  return { phase: state.phase, effects }
}

const greeted: HostInput[] = [hello('a'), { type: 'token', nonce: 'a', token: 't' }]
const opened: HostInput[] = [...greeted, { type: 'ready', nonce: 'a', picture }]

test('the good way: hello, token, welcome to that load, ready', () => {
  expect(play(hello('a'))).toEqual({
    phase: 'fetching',
    effects: [{ type: 'arm' }, { type: 'fetch-token', nonce: 'a' }],
  })
  expect(play(...greeted)).toEqual({
    phase: 'greeting',
    effects: [{ type: 'welcome', nonce: 'a', token: 't' }],
  })
  expect(play(...opened)).toEqual({
    phase: 'open',
    effects: [{ type: 'disarm' }, { type: 'opened', picture }],
  })
})

test('what a load says twice, or another load says, changes nothing', () => {
  expect(play(hello('a'), hello('a'))).toEqual({ phase: 'fetching', effects: [] })
  expect(play(hello('a'), { type: 'token', nonce: 'b', token: 't' })).toEqual({
    phase: 'fetching',
    effects: [],
  })
  expect(play(...greeted, { type: 'ready', nonce: 'b', picture })).toEqual({ phase: 'greeting', effects: [] })
  expect(play(...greeted, { type: 'refused', nonce: 'b', error })).toEqual({ phase: 'greeting', effects: [] })
  expect(play({ type: 'ready', nonce: '', picture })).toEqual({ phase: 'loading', effects: [] })
})

test.each([
  ['a page that never speaks', [{ type: 'late' }], 'embed_no_answer'],
  ['one that stops speaking', [...greeted, { type: 'late' }], 'embed_timeout'],
  ['this page forbids the frame', [{ type: 'blocked' }], 'embed_blocked'],
  ['a page without a phone', [{ type: 'no-phone', code: 'embed_origin_refused' }], 'embed_origin_refused'],
  ['another version', [hello('a', 2)], 'embed_version'],
  ['no token', [hello('a'), { type: 'token', nonce: 'a', token: undefined }], 'embed_token_missing'],
] as const)('%s fails once, typed', (_, inputs, code) => {
  const { phase, effects } = play(...inputs)
  expect([phase, effects]).toEqual(['failed', [{ type: 'disarm' }, { type: 'fail', code }]])
  expect(play(...inputs, { type: 'late' }).effects).toEqual([])
})

test('refusals of the frame keep their code; errors of the phone in it become embed_failed', () => {
  const refused = (code: string) =>
    play(...greeted, { type: 'refused', nonce: 'a', error: { ...error, code } })
      .effects.map((one) => (one as { code?: string }).code)
      .at(-1)
  expect(refused('embed_token_used')).toBe('embed_token_used')
  expect(refused('embed_microphone_forbidden')).toBe('embed_microphone_forbidden')
  expect(refused('bootstrap_failed')).toBe('embed_failed')
  expect(refused('toString')).toBe('embed_failed')
  // Not the frame's to say.
  expect(refused('embed_destroyed')).toBe('embed_failed')
})

test('a reload: what was under way is lost, the next load needs the next token', () => {
  expect(play(...opened, hello('b'))).toEqual({
    phase: 'fetching',
    effects: [{ type: 'lost' }, { type: 'arm' }, { type: 'fetch-token', nonce: 'b' }],
  })
  const again: HostInput[] = [...opened, hello('b'), { type: 'token', nonce: 'b', token: 'u' }]
  expect(play(...again, { type: 'ready', nonce: 'b', picture }).phase).toBe('open')
  expect(play(...opened, hello('b'), { type: 'token', nonce: 'b', token: undefined }).effects).toContainEqual(
    { type: 'fail', code: 'embed_token_used' },
  )
})

test('late and blocked mean nothing to an open phone; destroy ends all, once', () => {
  expect(play(...opened, { type: 'late' }).phase).toBe('open')
  expect(play(...opened, { type: 'blocked' }).phase).toBe('open')
  expect(play(...opened, { type: 'destroy' })).toEqual({
    phase: 'closed',
    effects: [{ type: 'disarm' }, { type: 'fail', code: 'embed_destroyed' }, { type: 'remove' }],
  })
  for (const input of [...opened, { type: 'destroy' }, { type: 'late' }] as HostInput[])
    expect(play({ type: 'destroy' }, input)).toEqual({ phase: 'closed', effects: [] })
})
