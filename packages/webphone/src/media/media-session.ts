/** One call's media: wires input, negotiation, digits and speaker around one peer connection. */
import type { MediaFact, MediaSession, MediaSessionOptions } from './media-port.ts'
import { createNegotiation, type Negotiation } from './negotiation.ts'
import { createPeerConnection, renewServers } from './peer-connection.ts'
import { watchConnection } from './connection-watch.ts'
import { createSequence } from './sequence.ts'
import type { DtmfTap } from './dtmf-receiver.ts'
import type { IceReach } from './ice-reach.ts'
import type { LoadedDtmfReceiver } from './load-dtmf-receiver.ts'
import { mediaError } from './media-error.ts'
import { readPeerStats } from './stats.ts'
import { showsAddresses, waitsForCandidates } from './prepared-answer.ts'
import { sendTones, type DtmfToneRequest } from './dtmf-sender.ts'
import type { LocalInput } from './local-input.ts'
import type { Speaker } from './speaker.ts'

export interface SessionParts {
  readonly input: LocalInput
  readonly speaker: Speaker
  readonly dtmf: LoadedDtmfReceiver
  readonly reach: IceReach
  readonly onClosed: () => void
}

export function openMediaSession(
  options: MediaSessionOptions,
  report: (fact: MediaFact) => void,
  parts: SessionParts,
): MediaSession {
  const { input, speaker, dtmf } = parts
  const { pc, gathering } = createPeerConnection(options, parts.reach)
  const operations = createSequence()
  const tones = createSequence()
  const readings = createSequence()
  const ended = new AbortController()
  let tap: DtmfTap | undefined
  let isClosed = false

  function onAudio(transceiver: RTCRtpTransceiver): void {
    tap = dtmf.tap(transceiver.receiver, (digit) => report({ type: 'digit', digit }))
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
    const reason = mediaError('closed')
    for (const sequence of [operations, tones, readings]) sequence.close(reason)
    ended.abort(reason)
    input.close()
    tap?.close()
    speaker.close()
    pc.close()
    parts.onClosed()
  }

  async function prepareAnswer(offer: string): Promise<void> {
    if (!waitsForCandidates()) return
    if (options.iceTransportPolicy === 'all' && !(await showsAddresses(ended.signal))) return
    await dtmf.settled()
    await negotiation.prepareAnswer(offer)
  }

  const run = <T>(operation: () => Promise<T>): Promise<T> => operations.run(() => operationOf(operation))

  return {
    // A receiver's tap must be set in the task that makes it, and only on a worker that runs: hence the wait before it.
    createOffer: ({ iceRestart = false } = {}) =>
      run(async () => {
        await dtmf.settled()
        if (iceRestart) renewServers(pc, options)
        return negotiation.createOffer(iceRestart)
      }),
    prepareAnswer: (offer) => void run(() => prepareAnswer(offer)).catch(() => undefined),
    answerOffer: (offer) =>
      run(() => dtmf.settled().then(() => negotiation.answerOffer(offer).finally(onNegotiated))),
    acceptAnswer: (answer, stage) => run(() => negotiation.acceptAnswer(answer, stage).then(onNegotiated)),
    rollback: () => run(negotiation.rollback),
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

async function operationOf<T>(operation: () => Promise<T>): Promise<T> {
  try {
    return await operation()
  } catch (error) {
    throw mediaError('negotiation', error)
  }
}

function sendOn(negotiation: Negotiation, request: DtmfToneRequest): Promise<boolean> {
  const sender = negotiation.audio()?.sender
  const agreed = negotiation.agreed()
  return sender && agreed !== undefined ? sendTones(sender, agreed, request) : Promise.resolve(false)
}
