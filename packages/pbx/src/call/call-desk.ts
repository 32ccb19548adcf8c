import type { MediaEngine } from '../media/negotiation.ts'
import type { PbxOptions } from '../pbx-port.ts'
import type { Registrar } from '../registrar/registrar.ts'
import type { OpenRecord } from './call-log.ts'
import type { Leg } from './leg.ts'
import type { Legs } from './legs.ts'
import type { Seat } from './seat.ts'

/** What everybody who sets up calls works with. */
export interface CallDesk {
  readonly options: PbxOptions
  readonly legs: Legs
  readonly registrar: Registrar
  readonly engine: MediaEngine
  readonly openRecord: OpenRecord
  /** Who is at the other side of each answered leg. */
  readonly seats: Map<Leg, Seat>
  /** Calls from outside that still ring, by callUuid. */
  readonly ringing: Map<string, { readonly extension: string; cancel(): void }>
}
