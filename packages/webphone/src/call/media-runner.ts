/** The media effects of a call, one SDP operation after the other. */
import { ZorioWebphoneError } from '../errors.ts'
import type { CallEffect, CallInput } from './call-state.ts'
import type { CallActs, CallHost } from './call-host.ts'
import type { MediaPort, MediaSession } from '../media/media-port.ts'

type MediaOpEffect = CallEffect & { type: 'media-op' }
type MediaEffect =
  | 'open-media'
  | 'prepare-answer'
  | 'media-op'
  | 'rollback'
  | 'set-direction'
  | 'set-muted'
  | 'send-tones'
  | 'close-media'

export function createMediaActs(
  media: Pick<MediaPort, 'open'>,
  host: CallHost,
  input: (input: CallInput) => void,
): Pick<CallActs, MediaEffect> {
  let session: MediaSession | undefined
  // Two SDP operations on one peer connection at a time end in an error.
  let last: Promise<unknown> = Promise.resolve()

  const runNext = (open: MediaSession, effect: MediaOpEffect) => {
    const { op, round } = effect
    last = last
      .then(() => runOp(open, effect))
      .then(
        (sdp) => input({ type: 'media-done', op, round, sdp }),
        (caught: unknown) => {
          const cause = ZorioWebphoneError.from(caught, 'media_failed')
          const { code, message, details } = cause
          input({ type: 'media-failed', op, round, failure: { code, message, details, cause } })
        },
      )
  }

  return {
    'open-media': () => {
      session ??= media.open(host.mediaOptions(), (fact) => input({ type: 'media', fact }))
    },
    'prepare-answer': ({ offer }) => session?.prepareAnswer(offer),
    'media-op': (effect) => session && runNext(session, effect),
    rollback: () => {
      last = last.then(() => session?.rollback()).catch(() => {})
    },
    'set-direction': ({ direction }) => session?.setDirection(direction),
    'set-muted': ({ isMuted }) => session?.setMuted(isMuted),
    'send-tones': ({ digits, durationMs, gapMs }) => {
      const tell = (isSent: boolean) => input({ type: 'tones-sent', isSent })
      session?.sendDtmf(digits, durationMs, gapMs).then(tell, () => tell(false))
    },
    'close-media': () => {
      session?.close()
      session = undefined
    },
  }
}

async function runOp(session: MediaSession, effect: MediaOpEffect): Promise<string | undefined> {
  const { op, sdp = '', iceRestart = false } = effect
  if (op === 'offer') return session.createOffer({ iceRestart })
  if (op === 'answer') return session.answerOffer(sdp)
  if (op === 'input') await session.startInput()
  else await session.acceptAnswer(sdp, op === 'accept' ? 'final' : 'early')
  return undefined
}
