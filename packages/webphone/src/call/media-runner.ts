/** The media effects of a call, one SDP operation after the other. */
import { ZorioWebphoneError } from '../errors.ts'
import type { CallEffect, CallInput } from './call-state.ts'
import type { CallHost } from './call-host.ts'
import type { MediaPort, MediaSession } from '../media/media-port.ts'

export interface MediaSetting {
  readonly media: MediaPort
  readonly host: CallHost
  readonly input: (input: CallInput) => void
  session: MediaSession | undefined
  /** Two SDP operations on one peer connection at a time end in an error. */
  last: Promise<unknown>
}

type MediaOpEffect = CallEffect & { type: 'media-op' }

/** True when the effect was one of the media's. */
export function runMediaEffect(setting: MediaSetting, effect: CallEffect): boolean {
  const { media, host, input, session } = setting
  switch (effect.type) {
    case 'open-media':
      setting.session ??= media.open(host.mediaOptions(), (fact) => input({ type: 'media', fact }))
      return true
    case 'media-op':
      start(setting, effect)
      return true
    case 'rollback':
      setting.last = setting.last.then(() => setting.session?.rollback()).catch(() => {})
      return true
    case 'set-direction':
      session?.setDirection(effect.direction)
      return true
    case 'set-muted':
      session?.setMuted(effect.isMuted)
      return true
    case 'send-tones':
      sendTones(setting, effect)
      return true
    case 'close-media':
      session?.close()
      setting.session = undefined
      return true
    default:
      return false
  }
}

function start(setting: MediaSetting, effect: MediaOpEffect): void {
  const { session, input } = setting
  if (!session) return
  const { op, round } = effect
  setting.last = setting.last
    .then(() => runOp(session, effect))
    .then(
      (sdp) => input({ type: 'media-done', op, round, sdp }),
      (caught: unknown) => {
        const cause = ZorioWebphoneError.from(caught, 'media_failed')
        const { code, message, details } = cause
        input({ type: 'media-failed', op, round, failure: { code, message, details, cause } })
      },
    )
}

async function runOp(session: MediaSession, effect: MediaOpEffect): Promise<string | undefined> {
  const { op, sdp = '', iceRestart = false } = effect
  if (op === 'offer') return session.createOffer({ iceRestart })
  if (op === 'answer') return session.answerOffer(sdp)
  if (op === 'input') await session.startInput()
  else await session.acceptAnswer(sdp, op === 'accept' ? 'final' : 'early')
  return undefined
}

function sendTones({ session, input }: MediaSetting, effect: CallEffect & { type: 'send-tones' }): void {
  session?.sendDtmf(effect.digits, effect.durationMs, effect.gapMs).then(
    (isSent) => input({ type: 'tones-sent', isSent }),
    () => input({ type: 'tones-sent', isSent: false }),
  )
}
