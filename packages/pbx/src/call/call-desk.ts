import type { MediaEngine } from '../media/negotiation.ts'
import type { PbxOptions } from '../pbx-port.ts'
import type { Registrar } from '../registrar/registrar.ts'
import type { OpenRecord } from './call-log.ts'
import type { JoinedCall } from './joined-call.ts'
import type { Leg } from './leg.ts'
import type { Legs } from './legs.ts'

/** What everybody who sets up calls works with. */
export interface CallDesk {
  readonly options: PbxOptions
  readonly legs: Legs
  readonly registrar: Registrar
  readonly engine: MediaEngine
  readonly openRecord: OpenRecord
  /** Joined calls by each of their legs. */
  readonly joined: Map<Leg, JoinedCall>
  /** Calls from outside that still ring, by callUuid. */
  readonly ringing: Map<string, { readonly extension: string; cancel(): void }>
}
