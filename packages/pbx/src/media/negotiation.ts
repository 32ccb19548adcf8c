import { randomInt } from 'node:crypto'
import type { Pacer } from './pacer.ts'
import {
  createSecureTransport,
  type Certificate,
  type RtpPacketView,
  type SecureTransport,
} from './secure-transport.ts'
import { mirrorDirection, readAudioSection, type AudioSection } from './sdp-audio.ts'
import { writeDescription, type AudioCodecs } from './sdp-write.ts'

/** Offer and answer (RFC 3264) of one media leg, and the transport they set up. */
export interface Negotiation {
  answer(offer: string): Promise<string>
  /** `mid`: the section of the far end's session that this offer takes over; default the one in use, else `0`. */
  offer(mid?: string): Promise<string>
  acceptAnswer(answer: string): Promise<void>
  send(packet: RtpPacketView): void
  readonly codecs: AudioCodecs
  /** False while the far end holds us. */
  readonly maySend: boolean
  close(): Promise<void>
}

/** What all media legs of a PBX share. */
export interface MediaEngine {
  readonly pacer: Pacer
  readonly stunPort: Promise<number>
  readonly certificate: Promise<Certificate>
  /** Every leg that is not closed yet. */
  readonly open: Set<{ close(): Promise<void> }>
}

/** No audio with a codec, ICE and DTLS in the far end's SDP: 488. */
export class UnusableSdp extends Error {}

export interface NegotiationListener {
  readonly onPacket: (packet: RtpPacketView) => void
  readonly onConnected: () => void
}

const OFFERED_CODECS: AudioCodecs = { pcmu: 0, telephoneEvent: 101 }

export function createNegotiation(engine: MediaEngine, listener: NegotiationListener): Negotiation {
  const sessionId = String(randomInt(1, 2 ** 47))
  const inOrder = createQueue()
  const transport = createTransportSlot(engine, listener)
  let version = 0
  let codecs = OFFERED_CODECS
  let maySend = true
  let lastMid = '0'

  const adopt = (remote: AudioSection) => {
    codecs = chooseCodecs(remote)
    maySend = remote.direction === 'sendrecv' || remote.direction === 'recvonly'
  }

  const answer = async (offer: string) => {
    const remote = readUsable(offer)
    const local = await (await transport.openFor(remote)).answer(remote)
    adopt(remote)
    lastMid = remote.mid
    version += 1
    const direction = mirrorDirection(remote.direction)
    const description = { sessionId, version, transport: local, direction, codecs }
    return writeDescription({ ...description, mid: remote.mid, answering: remote })
  }
  const offer = async (mid = lastMid) => {
    lastMid = mid
    const local = await (await transport.open()).offer()
    version += 1
    const setup = { ...local, setup: 'actpass' as const }
    const description = { sessionId, version, transport: setup, direction: 'sendrecv' as const }
    return writeDescription({ ...description, codecs: OFFERED_CODECS, mid })
  }
  const acceptAnswer = async (text: string) => {
    const remote = readUsable(text)
    await (await transport.openFor(remote)).acceptAnswer(remote)
    adopt(remote)
  }

  const negotiation: Negotiation = {
    answer: (text) => inOrder(() => answer(text)),
    offer: (mid) => inOrder(() => offer(mid)),
    acceptAnswer: (text) => inOrder(() => acceptAnswer(text)),
    send: transport.send,
    get codecs() {
      return codecs
    },
    get maySend() {
      return maySend
    },
    async close() {
      await transport.close()
      engine.open.delete(negotiation)
    },
  }
  engine.open.add(negotiation)
  return negotiation
}

/** The one connection of a leg, opened when it is needed. */
function createTransportSlot(engine: MediaEngine, listener: NegotiationListener) {
  let transport: SecureTransport | undefined
  let fingerprint: string | undefined
  let closed = false

  const open = async () => {
    const [stunPort, certificate] = await Promise.all([engine.stunPort, engine.certificate])
    if (closed) throw new UnusableSdp('the leg is closed')
    transport ??= createSecureTransport({ stunPort, certificate, ...listener })
    return transport
  }
  return {
    open,
    /** A far end with another certificate is another connection: the old one cannot be carried over (RFC 8842 4). */
    openFor(remote: AudioSection) {
      if (fingerprint !== undefined && fingerprint !== remote.fingerprint) {
        void transport?.close()
        transport = undefined
      }
      fingerprint = remote.fingerprint
      return open()
    },
    send: (packet: RtpPacketView) => transport?.send(packet),
    async close() {
      closed = true
      await transport?.close()
    },
  }
}

function readUsable(sdp: string): AudioSection {
  const section = readAudioSection(sdp)
  if (section === undefined) throw new UnusableSdp('no audio with ICE and DTLS')
  if (section.pcmu === undefined && section.opus === undefined) throw new UnusableSdp('no common codec')
  return section
}

/** PCMU where there is a choice: a frame of tone costs microseconds, and telephone-events keep its 8 kHz clock. */
function chooseCodecs(remote: AudioSection): AudioCodecs {
  return remote.pcmu === undefined
    ? { opus: remote.opus, telephoneEvent: remote.telephoneEvent }
    : { pcmu: remote.pcmu, telephoneEvent: remote.telephoneEvent }
}

/** Offers and answers of one leg never overlap. */
function createQueue(): <T>(task: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return (task) => {
    const result = last.then(task, task)
    last = result.catch(() => undefined)
    return result
  }
}
