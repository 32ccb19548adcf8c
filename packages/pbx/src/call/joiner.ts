import type { CallDesk } from './call-desk.ts'
import { joinCall, type JoinOptions } from './joined-call.ts'
import type { LegFact } from './leg.ts'
import type { OnRefer } from './seat.ts'

export interface JoinParts extends Pick<JoinOptions, 'left' | 'right' | 'bridge' | 'record'> {
  /** Facts of the right leg that came before its call listened. */
  readonly missed: () => readonly LegFact[]
  /** Told once the call listens to both legs. */
  readonly onListening?: () => void
}

export type Join = (parts: JoinParts) => void

/** Joins legs and keeps the seats where transfers find them. */
export function createJoiner(desk: CallDesk, onRefer: OnRefer): Join {
  return ({ missed, onListening, ...parts }) => {
    const { left, right } = parts
    const call = joinCall({
      ...{ ...parts, onRefer },
      displayNameOf: (extension) => desk.options.displayNameOf?.(extension),
      onOver() {
        desk.seats.delete(left)
        desk.seats.delete(right)
      },
    })
    for (const leg of [left, right]) desk.seats.set(leg, call.seatOpposite(leg))
    for (const fact of missed()) call.handle(right, fact)
    onListening?.()
  }
}
