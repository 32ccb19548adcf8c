import type { CallDesk } from './call-desk.ts'
import { joinCall, type Join } from './joined-call.ts'

/** Joins legs and keeps the seats where transfers find them. */
export function createJoiner(desk: CallDesk): Join {
  return ({ missed, onListening, ...parts }) => {
    const { left, right } = parts
    const call = joinCall({
      ...parts,
      onRefer: desk.onRefer,
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
