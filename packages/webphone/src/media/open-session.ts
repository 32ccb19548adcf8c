/** A session with its own input and speaker, listed as long as it lives. */
import { createLocalInput, type LocalInput } from './local-input.ts'
import { createSpeaker, type Speaker } from './speaker.ts'
import type { MediaFact, MediaSession, MediaSessionOptions } from './media-port.ts'
import { ZorioWebphoneError } from '../errors.ts'
import { createFailedSession } from './failed-session.ts'
import type { IceReach } from './ice-reach.ts'
import type { LoadedDtmfReceiver } from './load-dtmf-receiver.ts'
import type { InputSource } from './microphone.ts'
import { openMediaSession } from './media-session.ts'

export interface LiveSession {
  readonly input: LocalInput
  readonly speaker: Speaker
  readonly close: () => void
}

export interface SessionHost {
  readonly source: InputSource
  readonly dtmf: LoadedDtmfReceiver
  readonly reach: IceReach
  readonly sinkId: string
  readonly live: Set<LiveSession>
}

export function openSession(
  host: SessionHost,
  options: MediaSessionOptions,
  report: (fact: MediaFact) => void,
): MediaSession {
  const input = createLocalInput(host.source, () => report({ type: 'input-lost' }))
  const speaker = createSpeaker({
    sinkId: host.sinkId,
    onBlocked: () => report({ type: 'autoplay-blocked' }),
    onPlaying: () => report({ type: 'playing' }),
  })
  const entry = { input, speaker, close: (): void => undefined }
  const onClosed = (): void => void host.live.delete(entry)
  try {
    const session = openMediaSession(options, report, {
      input,
      speaker,
      dtmf: host.dtmf,
      reach: host.reach,
      onClosed,
    })
    entry.close = () => session.close()
    host.live.add(entry)
    return session
  } catch (error) {
    return createFailedSession(ZorioWebphoneError.from(error, 'media_failed'))
  }
}
