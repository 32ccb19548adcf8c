/**
 * The host's half of the handshake as a pure step:
 *
 *   loading ─hello▶ fetching ─token▶ greeting ─ready▶ open ─hello (reload)▶ fetching …
 *      └──────────── late, refused, blocked, wrong version ──▶ failed        any ─destroy▶ closed
 *
 * The nonce names one load of the framed page: what belongs to an older load is ignored.
 */
import { protocolVersion } from './protocol.ts'
import type { Hello, WireError } from './protocol.ts'
import type { Picture } from './picture.ts'
import type { EmbedErrorCode } from './embed-error.ts'

export interface HostState {
  readonly phase: 'loading' | 'fetching' | 'greeting' | 'open' | 'failed' | 'closed'
  /** Of the load we talk to; empty before the first hello. */
  readonly nonce: string
  /** It was open once: what fails now is told by events, no promise waits any more. */
  readonly wasOpen: boolean
}

export type HostInput =
  | { readonly type: 'hello'; readonly hello: Hello }
  | { readonly type: 'token'; readonly nonce: string; readonly token: string | undefined }
  | { readonly type: 'ready'; readonly nonce: string; readonly picture: Picture }
  | { readonly type: 'refused'; readonly nonce: string; readonly error: WireError }
  /** The page that came instead of a phone says why. */
  | { readonly type: 'no-phone'; readonly code: EmbedErrorCode }
  | { readonly type: 'blocked' }
  | { readonly type: 'late' }
  | { readonly type: 'destroy' }

export type HostEffect =
  | { readonly type: 'fetch-token'; readonly nonce: string }
  | { readonly type: 'welcome'; readonly nonce: string; readonly token: string }
  | { readonly type: 'opened'; readonly picture: Picture }
  | { readonly type: 'fail'; readonly code: EmbedErrorCode; readonly error?: WireError }
  /** The page behind an open phone went away: requests under way are lost. */
  | { readonly type: 'lost' }
  /** The time for the phone to come up starts anew. */
  | { readonly type: 'arm' }
  | { readonly type: 'disarm' }
  | { readonly type: 'remove' }

export interface HostTurn {
  readonly state: HostState
  readonly effects: readonly HostEffect[]
}

export const firstHostState: HostState = { phase: 'loading', nonce: '', wasOpen: false }

export function stepHost(state: HostState, input: HostInput): HostTurn {
  if (state.phase === 'closed') return { state, effects: [] }
  switch (input.type) {
    case 'hello':
      return onHello(state, input.hello)
    case 'token':
      return onToken(state, input)
    case 'ready':
      return onReady(state, input)
    case 'refused':
      if (input.nonce !== state.nonce || state.phase !== 'greeting') return { state, effects: [] }
      return fail(state, codeOf(input.error), input.error)
    case 'no-phone':
      return fail(state, input.code)
    case 'blocked':
      return state.phase === 'loading' ? fail(state, 'embed_blocked') : { state, effects: [] }
    case 'late':
      return isUnderWay(state)
        ? fail(state, state.phase === 'loading' ? 'embed_no_answer' : 'embed_timeout')
        : { state, effects: [] }
    case 'destroy':
      return {
        state: { ...state, phase: 'closed' },
        effects: [{ type: 'disarm' }, { type: 'fail', code: 'embed_destroyed' }, { type: 'remove' }],
      }
  }
}

const isUnderWay = ({ phase }: HostState) =>
  phase === 'loading' || phase === 'fetching' || phase === 'greeting'

function onHello(state: HostState, { version, nonce }: Hello): HostTurn {
  // The same load says hello until it was answered.
  if (nonce === state.nonce) return { state, effects: [] }
  if (version !== protocolVersion) return fail({ ...state, nonce }, 'embed_version')
  const effects: HostEffect[] = [{ type: 'arm' }, { type: 'fetch-token', nonce }]
  return {
    state: { ...state, phase: 'fetching', nonce },
    effects: state.phase === 'open' ? [{ type: 'lost' }, ...effects] : effects,
  }
}

function onToken(state: HostState, { nonce, token }: HostInput & { type: 'token' }): HostTurn {
  if (state.phase !== 'fetching' || nonce !== state.nonce) return { state, effects: [] }
  if (token === undefined) return fail(state, state.wasOpen ? 'embed_token_used' : 'embed_token_missing')
  return { state: { ...state, phase: 'greeting' }, effects: [{ type: 'welcome', nonce, token }] }
}

function onReady(state: HostState, { nonce, picture }: HostInput & { type: 'ready' }): HostTurn {
  if (state.phase !== 'greeting' || nonce !== state.nonce) return { state, effects: [] }
  return {
    state: { ...state, phase: 'open', wasOpen: true },
    effects: [{ type: 'disarm' }, { type: 'opened', picture }],
  }
}

function fail(state: HostState, code: EmbedErrorCode, error?: WireError): HostTurn {
  if (state.phase === 'failed') return { state, effects: [] }
  return {
    state: { ...state, phase: 'failed' },
    effects: [{ type: 'disarm' }, { type: 'fail', code, ...(error && { error }) }],
  }
}

const refusals: Readonly<Record<string, EmbedErrorCode>> = {
  embed_token_missing: 'embed_token_missing',
  embed_token_invalid: 'embed_token_invalid',
  embed_token_expired: 'embed_token_expired',
  embed_token_used: 'embed_token_used',
  embed_origin_refused: 'embed_origin_refused',
  embed_microphone_forbidden: 'embed_microphone_forbidden',
}

/** What the framed page may say; anything else is an error of the phone in it. */
export function codeOf({ code }: { readonly code: string }): EmbedErrorCode {
  return (Object.hasOwn(refusals, code) && refusals[code]) || 'embed_failed'
}
