import type { TestNumber } from '../extensions/test-number.ts'
import type { MovedLeg } from './bridge.ts'
import type { CallRecord } from './call-log.ts'
import type { Leg, LegFact } from './leg.ts'

/** The other side of an answered leg, as a transfer needs it: it stays while the phone that transfers goes. */
export interface Seat {
  /** `leg` undefined: a test number. */
  readonly other: { readonly number: string; readonly displayName?: string; readonly leg: Leg | undefined }
  /** From now on the end of the transferring leg ends nothing else. `onGone`: the other side has ended meanwhile. */
  suspend(onGone: () => void): void
  /** Undoes `suspend`; ends the other side where the transferring leg is gone. */
  resume(): void
  /** Takes the other side away. The call is closed in the records; nobody is hung up. */
  take(): MovedParty
  /** As `take`, but in the records it is still the same call. */
  handOver(): HandedOver
}

export interface HandedOver {
  readonly party: MovedParty
  readonly record: CallRecord
}

/** The other side of a leg whose phone went away, until it comes back or the time is over. */
export interface KeptCall {
  /** Never shorter than before: the page that left and the one that came may be heard in either order. */
  extend(seconds: number): void
  /** The phone is back. */
  take(): HandedOver
}

/** A party that is to talk to somebody else. */
export type MovedParty =
  | ({ readonly kind: 'leg' } & MovedLeg)
  | { readonly kind: 'test-number'; readonly dialled: string; readonly testNumber: TestNumber }

export interface Connection {
  readonly parties: readonly [MovedParty, MovedParty]
  /** Default: a new record, answered from its beginning. */
  readonly record?: CallRecord
  /** Facts of the second party that came before anybody listened. */
  readonly missed?: () => readonly LegFact[]
}

export type Connect = (connection: Connection) => void
