import { answerReoffer } from './answer-reoffer.ts'
import { wireTogether, createMediaEnd, type MediaEnd } from '../media/media-end.ts'
import type { MediaEngine } from '../media/negotiation.ts'
import { readAudioSection } from '../media/sdp-audio.ts'
import type { Leg, LegFact } from './leg.ts'
import { movingFront, settledFront, type MediaFront } from './media-front.ts'

/** How the audio of two answered legs is joined, and what later offers do to it. */
export interface Bridge {
  /** True when the fact was about media and is dealt with. */
  handles(leg: Leg, fact: LegFact): boolean
  /** Gives the audio of one leg away: an end of ours, and the way to bring the phone's audio to it. */
  detach(leg: Leg): { readonly end: MediaEnd; readonly front: MediaFront }
  /** Frees what was not given away. */
  close(): void
}

/** Audio goes straight between the phones: their SDP is passed on untouched. */
export function directBridge(parts: {
  readonly engine: MediaEngine
  readonly caller: Leg
  readonly callee: Leg
  /** SDP each side sent last. */
  readonly callerSdp: string
  readonly calleeSdp: string
}): Bridge {
  const { caller, callee } = parts
  const lastSdp = new Map([
    [caller, parts.callerSdp],
    [callee, parts.calleeSdp],
  ])
  let asking: Leg | undefined
  const other = (leg: Leg) => (leg === caller ? callee : caller)

  const passOn = (leg: Leg, offer: string | undefined) => {
    if (offer === undefined) {
      // A late re-offer: what the other side sent last still holds, so it is offered again.
      leg.answerOffer(lastSdp.get(other(leg)) ?? '')
    } else if (asking !== undefined) {
      // Both at once: whoever came second tries again (RFC 3261 14.2).
      leg.refuseOffer(491)
    } else {
      asking = leg
      lastSdp.set(leg, offer)
      other(leg).reoffer(offer)
    }
  }

  return {
    handles(leg, fact) {
      if (fact.type === 'reoffer') passOn(leg, fact.offer)
      else if (fact.type === 'reoffer-answered') {
        lastSdp.set(leg, fact.answer)
        if (asking === other(leg)) asking.answerOffer(fact.answer)
        asking = undefined
      } else if (fact.type === 'reoffer-failed') {
        asking?.refuseOffer(fact.status)
        asking = undefined
      } else return false
      return true
    },
    detach(leg) {
      const mid = readAudioSection(lastSdp.get(leg) ?? '')?.mid
      return { end: createMediaEnd(parts.engine), front: movingFront(leg, mid) }
    },
    close: () => undefined,
  }
}

/** A leg whose audio comes to an end of ours, by way of `front`. */
export interface MovedLeg {
  readonly leg: Leg
  readonly end: MediaEnd
  readonly front: MediaFront
}

/** Audio goes through the PBX: each side has its own session with us, and its offers end here. */
export function relayBridge(left: MovedLeg, right: MovedLeg): Bridge {
  const ends = new Map([left, right].map((moved) => [moved.leg, moved]))
  wireTogether(left.end, right.end)

  return {
    handles(leg, fact) {
      const moved = ends.get(leg)
      if (moved === undefined) return false
      const { end, front } = moved
      if (front.handles(fact, end.media)) return true
      if (fact.type === 'reoffer') void answerReoffer(leg, end.media, fact.offer)
      else if (fact.type === 'reoffer-answered') {
        end.media.acceptAnswer(fact.answer).catch(() => {
          leg.hangUp()
        })
      } else return false
      return true
    },
    detach(leg) {
      const end = ends.get(leg)?.end
      ends.delete(leg)
      if (end === undefined) throw new Error('this leg is not of this bridge')
      end.listener.onAudio = undefined
      end.listener.onDigit = undefined
      return { end, front: settledFront(leg) }
    },
    close() {
      for (const { end } of ends.values()) void end.media.close()
      ends.clear()
    },
  }
}
