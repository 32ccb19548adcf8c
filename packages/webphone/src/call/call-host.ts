/** What a call needs around it. A call never knows the phone: it reports. */
import type { AgentAccess } from '../line/agent-port.ts'
import type { CallEffect, CallInput, CallModel } from './call-state.ts'
import type { CallHeader } from './header-rules.ts'
import type { Clock } from '../base/clock.ts'
import type { MediaPort, MediaSessionOptions, MediaStats } from '../media/media-port.ts'
import type { RunQueue } from '../base/run-queue.ts'
import type { Waiters } from '../base/waiters.ts'
import type { CallEngine } from './call.ts'
import type { ZorioCall } from '../call-api.ts'
import type { DialogId, LegId } from '@zorio/sip'
import type { ZorioWebphoneError } from '../errors.ts'

export interface CallPorts {
  readonly clock: Clock
  readonly queue: RunQueue
  readonly waiters: Waiters
  readonly agent: AgentAccess
  readonly media: MediaPort
}

/** What the INVITE of an outgoing call says beyond the number. */
export interface Outgoing {
  readonly target: string
  readonly headers: readonly CallHeader[]
  readonly replaces?: DialogId
  /** Default: the uuid of the call. */
  readonly callId?: string
}

/** A call that goes on in this page: its leg of before is taken over. */
export interface ResumedCall {
  readonly replaces: DialogId
  /** Where to ask for it; default the number. */
  readonly target?: string | undefined
  readonly past: Pick<
    CallModel,
    'uuid' | 'displayName' | 'createdAt' | 'answeredAt' | 'answeredTick' | 'seenAs'
  >
}

export interface CallRunner extends CallEngine {
  readonly api: ZorioCall
  readonly model: CallModel
  leg: LegId | undefined
  /** Counters of the audio; undefined where there is none. */
  stats(): Promise<MediaStats> | undefined
  input(input: CallInput): void
}

/** What is done for an effect. */
export type CallActs = {
  readonly [T in CallEffect['type']]: (effect: CallEffect & { type: T }) => void
}

type SharedEffect =
  'ring' | 'appear' | 'gone' | 'look-up-contact' | 'dial-referred' | 'tell-referrer' | 'emit'

export interface CallHost {
  readonly domain: string
  mediaOptions(): MediaSessionOptions
  error(error: ZorioWebphoneError): void
  /** What neither SIP nor the media of that call carry out. */
  actsOf(call: CallRunner): Pick<CallActs, SharedEffect>
  transferTo(call: CallRunner, other: ZorioCall): Promise<void>
  /** The snapshot of some call changed. */
  changed(): void
  /** The leg of a call that is the other end of an attended transfer, by its uuid. */
  legOf(uuid: string): string | undefined
}
