import type { Bridge } from './bridge.ts'
import type { CallRecord } from './call-log.ts'
import { endCauseOf, reasonOf } from './cause.ts'
import type { Leg, LegFact } from './leg.ts'

/** Two answered legs that talk to each other. */
export interface JoinedCall {
  peerOf(leg: Leg): Leg
  readonly bridge: Bridge
  /** What this call does with a fact of one of its legs. */
  handle(leg: Leg, fact: LegFact): void
  /** Listens to both legs (again). */
  attach(): void
  /** The legs go elsewhere: this call is closed in the records, and none is hung up. */
  dissolve(): void
}

export type ReferFact = Extract<LegFact, { readonly type: 'refer' }>

export interface JoinOptions {
  readonly left: Leg
  readonly right: Leg
  readonly bridge: Bridge
  readonly record: CallRecord
  readonly onRefer: (call: JoinedCall, transferor: Leg, fact: ReferFact) => void
  readonly onOver: (call: JoinedCall) => void
}

export function joinCall(options: JoinOptions): JoinedCall {
  const { left, right, bridge, record } = options
  let isOver = false
  const peerOf = (leg: Leg) => (leg === left ? right : left)
  const over = () => {
    isOver = true
    bridge.close()
    options.onOver(call)
  }

  const handle = (leg: Leg, fact: LegFact) => {
    if (isOver || bridge.handles(leg, fact)) return
    if (fact.type === 'info') peerOf(leg).info(fact.contentType, fact.body)
    else if (fact.type === 'refer') options.onRefer(call, leg, fact)
    else if (fact.type === 'ended') {
      const cause = endCauseOf(leg, fact)
      record.hangup(cause)
      over()
      // What the one phone said about the end, the other one hears.
      peerOf(leg).hangUp(fact.reasons.length > 0 ? fact.reasons : [reasonOf(cause)])
    }
  }
  const call: JoinedCall = {
    peerOf,
    bridge,
    handle,
    attach() {
      for (const leg of [left, right]) {
        leg.onFact = (fact) => {
          handle(leg, fact)
        }
      }
    },
    dissolve() {
      if (isOver) return
      record.hangup('NORMAL_CLEARING')
      over()
    },
  }
  call.attach()
  return call
}
