/** What a tab keeps for itself, and which tab of an origin is the phone. */

import type { CallOptions } from '../options.ts'
import type { Clock } from '../base/clock.ts'
import type { Emitter } from '../base/emitter.ts'
import type { PhoneSnapshot } from '../phone-api.ts'
import type { WebphoneEvents } from '../events.ts'
import type { ZorioCall } from '../call-api.ts'

/** Outlives a reload of the tab. Each use may throw: it can be refused, full or partitioned away. */
export type TabStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

/**
 * Calls `onLead` when this tab has become the one, at the latest when the tab that was it is gone; at once where the
 * browser cannot tell. Until then the phone shows, as its `mirror`, what the tab that leads has. Returns the resignation.
 */
export type LeadTabs = (phone: SharedPhone, onLead: () => void) => () => void

/** A phone as the tabs share it. */
export interface SharedPhone {
  readonly extension: string
  readonly displayName: string
  readonly clock: Clock
  readonly uuid: () => string
  readonly reporter: {
    emit<N extends keyof WebphoneEvents>(name: N, payload: WebphoneEvents[N]): void
    readonly emitter: Pick<Emitter<WebphoneEvents>, 'on'>
  }
  readonly store: { subscribe(listener: () => void): () => void; get(): PhoneSnapshot }
  readonly calls: readonly ZorioCall[]
  mirror: Mirror | undefined
  call(number: string, options?: CallOptions): Promise<ZorioCall>
  ask(command: TabLineCommand): Promise<void>
  silenceRing(): void
  /** The mirror changed. */
  changed(): void
}

/** Of the one phone, whichever tab asks. disconnect() ends the phone of its tab alone. */
type TabLineCommand = 'register' | 'unregister'

/** What a tab shows that does not lead. */
export interface Mirror {
  readonly snapshot: PhoneSnapshot
  readonly calls: readonly ZorioCall[]
  call(number: string, options?: CallOptions): Promise<ZorioCall>
  /** Undefined where the tab does it itself. */
  ask(command: TabLineCommand | 'disconnect'): Promise<void> | undefined
  silenceRing(): void
}
