import type { Bridge } from './bridge.ts'
import type { CallRecord } from './call-log.ts'
import { endCauseOf, reasonOf } from './cause.ts'
import type { Leg, LegFact } from './leg.ts'
import type { OnRefer } from './refer.ts'
import type { MovedParty, Seat } from './seat.ts'

/** Two answered legs that talk to each other. */
export interface JoinedCall {
  /** What this call does with a fact of one of its legs. */
  handle(leg: Leg, fact: LegFact): void
  /** The seat opposite of `leg`. */
  seatOpposite(leg: Leg): Seat
}

export interface JoinOptions {
  readonly left: Leg
  readonly right: Leg
  readonly bridge: Bridge
  readonly record: CallRecord
  readonly displayNameOf: (extension: string) => string | undefined
  readonly onRefer: OnRefer
  readonly onOver: () => void
}

export interface JoinParts extends Pick<JoinOptions, 'left' | 'right' | 'bridge' | 'record'> {
  /** Facts of the right leg that came before its call listened. */
  readonly missed: () => readonly LegFact[]
  /** Told once the call listens to both legs. */
  readonly onListening?: () => void
}

export type Join = (parts: JoinParts) => void

export function joinCall(options: JoinOptions): JoinedCall {
  const { left, right, bridge, record } = options
  let isOver = false
  const peerOf = (leg: Leg) => (leg === left ? right : left)
  const over = () => {
    isOver = true
    bridge.close()
    options.onOver()
  }

  const handle = (leg: Leg, fact: LegFact) => {
    if (isOver || bridge.handles(leg, fact)) return
    if (fact.type === 'info') peerOf(leg).info(fact.contentType, fact.body)
    else if (fact.type === 'refer') options.onRefer(leg, fact)
    else if (fact.type === 'ended') {
      const cause = endCauseOf(leg, fact)
      record.hangup(cause)
      over()
      // What the one phone said about the end, the other one hears.
      peerOf(leg).hangUp(fact.reasons.length > 0 ? fact.reasons : [reasonOf(cause)])
    }
  }
  const attach = () => {
    for (const leg of [left, right]) {
      leg.onFact = (fact) => {
        handle(leg, fact)
      }
    }
  }
  attach()

  const partyOf = (other: Leg): MovedParty => {
    const moved = bridge.detach(other)
    if (!isOver) over()
    return { kind: 'leg', leg: other, ...moved }
  }
  const seatOpposite = (leg: Leg): Seat => {
    const other = peerOf(leg)
    const displayName = options.displayNameOf(other.extension)
    return {
      other: { leg: other, number: other.extension, ...(displayName === undefined ? {} : { displayName }) },
      suspend(onGone) {
        leg.onFact = (fact) => {
          if (fact.type !== 'ended') handle(leg, fact)
        }
        other.onFact = (fact) => {
          if (fact.type === 'ended') onGone()
          handle(other, fact)
        }
      },
      resume() {
        attach()
        if (leg.hasEnded) other.hangUp([reasonOf('NORMAL_CLEARING')])
      },
      take() {
        if (!isOver) record.hangup('NORMAL_CLEARING')
        return partyOf(other)
      },
      handOver: () => ({ party: partyOf(other), record }),
    }
  }
  return { handle, seatOpposite }
}
