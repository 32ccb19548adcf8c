/** The media effects of a call, one SDP operation after the other. */
import { ZorioWebphoneError } from '../errors.ts'
import type { CallEffect, CallInput, MediaOp } from './call-state.ts'
import type { CallHost, CallPorts } from './call-host.ts'
import type { MediaSession } from '../media/media-port.ts'

export function createMediaRunner(
  { media }: Pick<CallPorts, 'media'>,
  host: CallHost,
  input: (input: CallInput) => void,
): { carryOut(effect: CallEffect): boolean } {
  let session: MediaSession | undefined
  // Two SDP operations on one peer connection at a time end in an error.
  let last: Promise<unknown> = Promise.resolve()

  const start = ({ op, round, sdp, iceRestart }: CallEffect & { type: 'media-op' }) => {
    const current = session
    if (!current) return
    last = last
      .then(() => runOp(current, op, { sdp, iceRestart }))
      .then(
        (made) => input({ type: 'media-done', op, round, ...(made === undefined ? {} : { sdp: made }) }),
        (caught: unknown) => {
          const error = ZorioWebphoneError.from(caught, 'media_failed')
          const { code, message, details } = error
          input({
            type: 'media-failed',
            op,
            round,
            failure: { code, message, cause: error, ...(details ? { details } : {}) },
          })
        },
      )
  }

  const sendTones = (current: MediaSession, effect: CallEffect & { type: 'send-tones' }) => {
    current.sendDtmf(effect.digits, effect.durationMs, effect.gapMs).then(
      (isSent) => input({ type: 'tones-sent', isSent }),
      () => input({ type: 'tones-sent', isSent: false }),
    )
  }

  const open = () => {
    session ??= media.open(host.mediaOptions(), (fact) => input({ type: 'media', fact }))
  }

  const carryOut = (effect: CallEffect): boolean => {
    switch (effect.type) {
      case 'open-media':
        open()
        return true
      case 'media-op':
        start(effect)
        return true
      case 'rollback':
        last = last.then(() => session?.rollback()).catch(() => {})
        return true
      case 'set-direction':
        session?.setDirection(effect.direction)
        return true
      case 'set-muted':
        session?.setMuted(effect.isMuted)
        return true
      case 'send-tones':
        if (session) sendTones(session, effect)
        return true
      case 'close-media':
        session?.close()
        session = undefined
        return true
      default:
        return false
    }
  }
  return { carryOut }
}

async function runOp(
  session: MediaSession,
  op: MediaOp,
  { sdp = '', iceRestart = false }: { sdp?: string | undefined; iceRestart?: boolean | undefined },
): Promise<string | undefined> {
  switch (op) {
    case 'input':
      await session.startInput()
      return undefined
    case 'offer':
      return session.createOffer({ iceRestart })
    case 'answer':
      return session.answerOffer(sdp)
    case 'accept-early':
      await session.acceptAnswer(sdp, 'early')
      return undefined
    case 'accept':
      await session.acceptAnswer(sdp, 'final')
      return undefined
  }
}
