import type { House } from '../extensions/test-number.ts'
import type { MediaEngine } from '../media/negotiation.ts'
import type { PbxOptions } from '../pbx-port.ts'
import type { Registrar } from '../registrar/registrar.ts'
import type { OpenRecord } from './call-log.ts'
import type { Join } from './joined-call.ts'
import type { Leg } from './leg.ts'
import type { Legs } from './legs.ts'
import type { OnRefer } from './refer.ts'
import type { Connect, KeptCall, Seat } from './seat.ts'

/** What everybody who sets up calls works with. */
export interface CallDesk {
  readonly options: PbxOptions
  readonly legs: Legs
  readonly registrar: Registrar
  readonly engine: MediaEngine
  readonly openRecord: OpenRecord
  /** Who is at the other side of each answered leg. */
  readonly seats: Map<Leg, Seat>
  /** What legs wait with whose phone went away and may come back. */
  readonly kept: Map<Leg, KeptCall>
  /** Calls from outside that still ring, by callUuid. */
  readonly ringing: Map<string, { readonly extension: string; cancel(): void }>
  /** Joins two answered legs. */
  readonly join: Join
  /** Brings two parties that were taken from other calls together. */
  readonly connect: Connect
  readonly onRefer: OnRefer
  readonly houseFor: (extension: string) => House
}
