import { createMediaEnd, type MediaEnd } from '../media/media-end.ts'
import type { MediaEngine } from '../media/negotiation.ts'
import { directBridge, relayBridge, type Bridge } from './bridge.ts'
import type { Leg } from './leg.ts'
import { incomingFront, settledFront } from './media-front.ts'

/** The audio of a call that is being set up: one caller, several phones that may answer. */
export interface CallMedia {
  /** The audio side of calling one more phone. */
  fork(): ForkMedia
  /** The caller's side is freed, and every fork that was not bridged. */
  close(): void
}

export interface ForkMedia {
  readonly offer: () => Promise<string>
  /** Takes the phone's SDP; gives what the caller is answered. Rejects where it is unusable. */
  answered(answer: string): Promise<string>
  bridge(caller: Leg, callee: Leg): Bridge
  close(): void
}

export function directMedia(engine: MediaEngine, callerSdp: string): CallMedia {
  return {
    fork() {
      let calleeSdp = ''
      return {
        offer: () => Promise.resolve(callerSdp),
        answered(answer) {
          calleeSdp = answer
          return Promise.resolve(answer)
        },
        bridge: (caller, callee) => directBridge({ engine, caller, callee, callerSdp, calleeSdp }),
        close: () => undefined,
      }
    },
    close: () => undefined,
  }
}

/** `callerSdp` undefined: the caller wants our offer (late offer). */
export function relayMedia(engine: MediaEngine, callerSdp: string | undefined): CallMedia {
  const callerEnd = createMediaEnd(engine)
  const unused = new Set<MediaEnd>([callerEnd])
  let forCaller: Promise<string> | undefined

  return {
    fork() {
      const end = createMediaEnd(engine)
      unused.add(end)
      return {
        offer: () => end.media.offer(),
        async answered(answer) {
          await end.media.acceptAnswer(answer)
          forCaller ??= callerSdp === undefined ? callerEnd.media.offer() : callerEnd.media.answer(callerSdp)
          // Early audio of the callee reaches the caller before the answer.
          end.listener.onAudio = (packet) => {
            callerEnd.media.forward(packet)
          }
          return forCaller
        },
        bridge(caller, callee) {
          unused.delete(callerEnd)
          unused.delete(end)
          return relayBridge(
            { leg: caller, end: callerEnd, front: incomingFront(caller, callerSdp) },
            { leg: callee, end, front: settledFront(callee) },
          )
        },
        close() {
          if (unused.delete(end)) void end.media.close()
        },
      }
    },
    close() {
      for (const { media } of unused) void media.close()
      unused.clear()
    },
  }
}

/** Calls that start here, not at a phone: the one end is ours. */
export function ownMedia(end: MediaEnd): Pick<ForkMedia, 'offer' | 'answered' | 'close'> {
  return {
    offer: () => end.media.offer(),
    async answered(answer) {
      await end.media.acceptAnswer(answer)
      return ''
    },
    close: () => void end.media.close(),
  }
}
