/**
 * The framed page's half of the handshake as a pure step: it says hello until one welcome comes that repeats its nonce and brings a
 * port, from the window around it. Who that is, the browser says (`origin`); whether it may have the phone, the token says.
 */
import type { Welcome } from './protocol.ts'

export interface FrameState {
  readonly phase: 'calling' | 'welcomed' | 'alone'
  readonly helloCount: number
}

export type FrameInput =
  | { readonly type: 'tick' }
  | {
      readonly type: 'welcome'
      readonly welcome: Welcome
      readonly nonce: string
      readonly origin: string
      readonly isFromParent: boolean
      readonly hasPort: boolean
    }

export type FrameEffect =
  | { readonly type: 'say-hello' }
  | { readonly type: 'open'; readonly origin: string; readonly welcome: Welcome }
  /** Nobody around answers. */
  | { readonly type: 'give-up' }

export const firstFrameState: FrameState = { phase: 'calling', helloCount: 0 }

/** At 200 ms each: ten seconds. */
export const helloEveryMs = 200
const mostHellos = 50

export function stepFrame(
  state: FrameState,
  input: FrameInput,
): { state: FrameState; effects: FrameEffect[] } {
  if (state.phase !== 'calling') return { state, effects: [] }
  if (input.type === 'tick') {
    if (state.helloCount === mostHellos)
      return { state: { ...state, phase: 'alone' }, effects: [{ type: 'give-up' }] }
    return { state: { ...state, helloCount: state.helloCount + 1 }, effects: [{ type: 'say-hello' }] }
  }
  const { welcome, nonce, origin, isFromParent, hasPort } = input
  // A page of no origin (sandboxed, file:) can be named by no token.
  const isOurs = isFromParent && hasPort && welcome.nonce === nonce && origin !== 'null' && origin !== ''
  if (!isOurs) return { state, effects: [] }
  return { state: { ...state, phase: 'welcomed' }, effects: [{ type: 'open', origin, welcome }] }
}
