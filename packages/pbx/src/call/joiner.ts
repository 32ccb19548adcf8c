import type { CallDesk } from './call-desk.ts'
import { joinCall, type JoinOptions } from './joined-call.ts'
import type { LegFact } from './leg.ts'

export interface JoinParts extends Pick<JoinOptions, 'left' | 'right' | 'bridge' | 'record'> {
  /** Facts of the right leg that came before its call listened. */
  readonly missed: () => readonly LegFact[]
  /** Told once the call listens to both legs. */
  readonly onListening?: () => void
}

export type Join = (parts: JoinParts) => void

/** Joins legs and keeps the call where transfers find it. */
export function createJoiner(desk: CallDesk, onRefer: JoinOptions['onRefer']): Join {
  return ({ missed, onListening, ...parts }) => {
    const call = joinCall({
      ...{ ...parts, onRefer },
      onOver() {
        desk.joined.delete(parts.left)
        desk.joined.delete(parts.right)
      },
    })
    desk.joined.set(parts.left, call)
    desk.joined.set(parts.right, call)
    for (const fact of missed()) call.handle(parts.right, fact)
    onListening?.()
  }
}
