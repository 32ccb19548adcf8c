/**
 * What watches over a phone that works: calls of a page that goes away, devices, the sound of calls, and what was missed
 * while nobody could reach us. Its code is fetched when the phone is registered; a phone without it works, and tells less.
 */
import type { AgentAccess } from '../line/agent-port.ts'
import type { ApiPort } from '../api/api-port.ts'
import type { CallRunner } from '../call/call-host.ts'
import type { Clock } from '../base/clock.ts'
import type { Emitter } from '../base/emitter.ts'
import type { ConnectOptions } from '../options.ts'
import type { Emit } from '../call/call-facts.ts'
import type { ErrorCode } from '../errors.ts'
import type { LineInput, LineState } from '../line/line-state.ts'
import type { Logger } from '../base/logger.ts'
import type { MediaPort } from '../media/media-port.ts'
import type { PageSignal } from '../base/page-signals-port.ts'
import type { PhoneStatus } from '../phone-status.ts'
import type { ResumedCall } from '../call/call-host.ts'
import type { TabStorage } from '../tabs/tab-port.ts'
import type { WebphoneEvents } from '../events.ts'
import type { ZorioCall } from '../call-api.ts'

export interface WatchedPhone {
  readonly ports: {
    readonly api: ApiPort
    readonly clock: Clock
    readonly media: MediaPort
    readonly tabStorage?: (() => TabStorage) | undefined
  }
  readonly first: { readonly extension: string; readonly call_reports?: boolean }
  readonly reporter: {
    readonly emit: Emit
    readonly emitter: Pick<Emitter<WebphoneEvents>, 'has'>
    readonly logger: Logger
  }
  readonly agent: AgentAccess
  readonly line: {
    readonly state: LineState
    readonly status: PhoneStatus
    input(input: LineInput): void
  }
  readonly calls: {
    readonly visible: readonly CallRunner[]
    dial(number: string, headers: readonly [], resumed: ResumedCall): Promise<ZorioCall>
  }
  readonly store: { subscribe(listener: () => void): () => void }
  readonly settings: Pick<ConnectOptions, 'audioInputDeviceId' | 'audioOutputDeviceId' | 'mount' | 'tabs'>
}

export type WatchFact =
  /** Told before the calls end. */
  | { readonly type: 'page'; readonly signal: PageSignal }
  /** Something of the line's state changed. */
  | { readonly type: 'line' }
  | { readonly type: 'call-error'; readonly code: ErrorCode }
  | { readonly type: 'devices' }
  /** The user chose a device. */
  | { readonly type: 'chosen'; readonly kind: 'audioinput' | 'audiooutput'; readonly deviceId: string }

export interface Watch {
  /** Calls that the next page of this tab may take back: the page that goes does not end them. */
  readonly left: ReadonlySet<CallRunner>
  tell(fact: WatchFact): void
  /** No timer, listener or event after it. */
  stop(): void
}

export type StartWatch = (phone: WatchedPhone) => Watch

/** One reading of the calls that are on. */
export type JudgeQuality = (calls: readonly CallRunner[]) => Promise<void>
