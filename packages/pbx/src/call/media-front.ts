import type { HeaderField, ReasonField } from '@zorio/sip'
import type { RtpLeg } from '../media/rtp-leg.ts'
import type { Leg, LegFact } from './leg.ts'

/** How media is opened towards one phone: on its new call, or on a call that moves here. */
export interface MediaFront {
  /** 180; nothing on a call that moves. */
  ring(): void
  /** Audio before the answer, where that is possible. */
  early(media: RtpLeg): Promise<void>
  answer(media: RtpLeg): Promise<void>
  /** The phone has said that it has the answer (ACK); it takes no INFO or REFER before. */
  acknowledged(): Promise<void>
  refuse(status: number, options: { reasons: readonly ReasonField[]; headers?: readonly HeaderField[] }): void
  /** Facts that belong to opening; false for all others. */
  handles(fact: LegFact, media: RtpLeg): boolean
}

/** `offer` undefined: the caller wants ours (late offer), and answers it with its ACK. */
export function incomingFront(leg: Leg, offer: string | undefined): MediaFront {
  let answer: string | undefined
  let isAnswered = false
  let acknowledge = (): void => undefined
  const acknowledged = new Promise<void>((resolve) => (acknowledge = resolve))
  const open = async (media: RtpLeg) => {
    answer ??= offer === undefined ? await media.offer() : await media.answer(offer)
    return answer
  }
  return {
    ring: () => {
      leg.progress(180)
    },
    async early(media) {
      leg.progress(183, offer === undefined ? undefined : await open(media))
    },
    async answer(media) {
      leg.accept(await open(media))
      isAnswered = true
    },
    acknowledged: () => acknowledged,
    refuse(status, options) {
      if (isAnswered) leg.hangUp(options.reasons)
      else leg.reject(status, options)
    },
    handles(fact, media) {
      if (fact.type !== 'confirmed') return false
      acknowledge()
      if (fact.answer === undefined) return true
      media.acceptAnswer(fact.answer).catch(() => {
        leg.hangUp()
      })
      return true
    },
  }
}

/** The phone already talks to somebody else: a re-INVITE moves its audio here. `mid` names its audio section. */
export function movingFront(leg: Leg, mid: string | undefined): MediaFront {
  let settle: ((answer: string | undefined) => void) | undefined
  return {
    ...settledFront(leg),
    async answer(media) {
      const offer = await media.offer(mid)
      const answer = await new Promise<string | undefined>((resolve) => {
        settle = resolve
        leg.reoffer(offer)
      })
      if (answer === undefined) throw new Error('the phone did not move its audio')
      await media.acceptAnswer(answer)
    },
    handles(fact) {
      if (settle === undefined) return false
      if (fact.type === 'reoffer-answered') settle(fact.answer)
      else if (fact.type === 'reoffer-failed') settle(undefined)
      else return false
      settle = undefined
      return true
    },
  }
}

/** The phone's audio already ends here: nothing is left to open. */
export function settledFront(leg: Leg): MediaFront {
  return {
    ring: () => undefined,
    early: () => Promise.resolve(),
    answer: () => Promise.resolve(),
    acknowledged: () => Promise.resolve(),
    // It was answered long ago, so a refusal is a hang-up.
    refuse: (_status, { reasons }) => {
      leg.hangUp(reasons)
    },
    handles: () => false,
  }
}
