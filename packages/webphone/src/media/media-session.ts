/** One call's media: wires input, negotiation, digits and speaker around one peer connection. */
import type { MediaFact, MediaSession, MediaSessionOptions } from './media-port.ts'
import { createNegotiation, type Negotiation } from './negotiation.ts'
import { createPeerConnection, watchConnection } from './peer-connection.ts'
import { createSequence, type Sequence } from './sequence.ts'
import type { DtmfTap } from './dtmf-receiver.ts'
import type { LoadedDtmfReceiver } from './load-dtmf-receiver.ts'
import { mediaError } from './media-error.ts'
import { readPeerStats } from './stats.ts'
import { sendTones, type DtmfToneRequest } from './dtmf-sender.ts'
import type { LocalInput } from './local-input.ts'
import type { Speaker } from './speaker.ts'

export interface SessionParts {
  readonly input: LocalInput
  readonly speaker: Speaker
  readonly dtmf: LoadedDtmfReceiver
  readonly onClosed: () => void
}

export function openMediaSession(
  options: MediaSessionOptions,
  report: (fact: MediaFact) => void,
  parts: SessionParts,
): MediaSession {
  const { input, speaker } = parts
  const { pc, gathering } = createPeerConnection(options)
  const operations = createSequence()
  const tones = createSequence()
  const readings = createSequence()
  const ended = new AbortController()
  let tap: DtmfTap | undefined
  let isClosed = false

  function onAudio(transceiver: RTCRtpTransceiver): void {
    tap = parts.dtmf.tap(transceiver.receiver, (digit) => report({ type: 'digit', digit }))
    input.bind(transceiver.sender)
  }

  /** Whatever was agreed: hear it, and know its payload types. */
  function onNegotiated(): void {
    const agreed = negotiation.agreed()
    const audio = negotiation.audio()
    if (isClosed || agreed === undefined || !audio) return
    tap?.setPayloadTypes(agreed.telephoneEvents.map((event) => event.payloadType))
    speaker.play(audio.receiver.track)
  }

  const negotiation = createNegotiation(pc, { gathering, onAudio, signal: ended.signal })
  watchConnection(pc, report)

  function close(): void {
    if (isClosed) return
    isClosed = true
    const reason = mediaError('closed', 'The call has ended.')
    for (const sequence of [operations, tones, readings]) sequence.close(reason)
    ended.abort(reason)
    input.close()
    tap?.close()
    speaker.close()
    pc.close()
    parts.onClosed()
  }

  return {
    ...negotiate({ negotiation, operations, onNegotiated, untilTapReady: parts.dtmf.settled }),
    startInput: async () => {
      await input.start()
      // Browsers that hold playing back let a page play that captures.
      void speaker.retry()
    },
    setDirection: (direction) => {
      negotiation.setDirection(direction)
      input.setPaused(direction !== 'sendrecv')
    },
    setMuted: input.setMuted,
    sendDtmf: (digits, durationMs, gapMs) =>
      tones
        .run(() => sendOn(negotiation, { digits, durationMs, gapMs, signal: ended.signal }))
        .catch(() => false),
    stats: () => readings.run(() => operationOf(() => readPeerStats(pc))),
    close,
  }
}

interface NegotiatingParts {
  readonly negotiation: Negotiation
  readonly operations: Sequence
  readonly onNegotiated: () => void
  /** Before a receiver is made: its tap must be set in the same task, and only on a worker that runs. */
  readonly untilTapReady: () => Promise<void>
}

type Negotiating = Pick<MediaSession, 'createOffer' | 'answerOffer' | 'acceptAnswer' | 'rollback'>

/** The four operations, one at a time, each rejecting with our error only. */
function negotiate(parts: NegotiatingParts): Negotiating {
  const { negotiation, operations, onNegotiated, untilTapReady } = parts
  const run = <T>(operation: () => Promise<T>): Promise<T> => operations.run(() => operationOf(operation))
  return {
    createOffer: (options = {}) =>
      run(async () => {
        await untilTapReady()
        return await negotiation.createOffer(options.iceRestart === true)
      }),
    answerOffer: (offer) =>
      run(async () => {
        await untilTapReady()
        return await negotiation.answerOffer(offer).finally(onNegotiated)
      }),
    acceptAnswer: (answer, stage) =>
      run(async () => {
        await negotiation.acceptAnswer(answer, stage)
        onNegotiated()
      }),
    rollback: () => run(negotiation.rollback),
  }
}

async function operationOf<T>(operation: () => Promise<T>): Promise<T> {
  try {
    return await operation()
  } catch (error) {
    throw mediaError('negotiation', 'The browser could not set up the audio.', error)
  }
}

function sendOn(negotiation: Negotiation, request: DtmfToneRequest): Promise<boolean> {
  const sender = negotiation.audio()?.sender
  const agreed = negotiation.agreed()
  return sender && agreed !== undefined ? sendTones(sender, agreed, request) : Promise.resolve(false)
}
