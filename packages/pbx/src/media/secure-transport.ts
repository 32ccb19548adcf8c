import {
  CipherContext,
  HashAlgorithm,
  NamedCurveAlgorithm,
  RTCCertificate,
  RTCPeerConnection,
  RTCRtpCodecParameters,
  RtpHeader,
  SignatureAlgorithm,
  type RTCDtlsTransport,
} from 'werift'
import { createRecordNumbering } from './dtls-records.ts'
import { createReassembly } from './handshake-fragments.ts'
import { readAudioSection, type AudioSection, type TransportSection } from './sdp-audio.ts'
import { writeTransportDescription } from './sdp-write.ts'

/** One RTP packet as we see it, both ways. */
export interface RtpPacketView {
  readonly payloadType: number
  readonly timestamp: number
  readonly sequenceNumber: number
  readonly ssrc: number
  readonly marker: boolean
  readonly payload: Buffer
}

/** ICE, DTLS and SRTP to one far end: the only file that knows werift. */
export interface SecureTransport {
  /** Takes the far end's offer (also one that restarts ICE) and gives our half for the answer. */
  answer(remote: AudioSection): Promise<TransportSection>
  /** Our half for an offer of ours. */
  offer(): Promise<TransportSection>
  acceptAnswer(remote: AudioSection): Promise<void>
  /** Dropped silently while not connected. */
  send(packet: RtpPacketView): void
  close(): Promise<void>
}

export interface SecureTransportOptions {
  readonly stunPort: number
  readonly certificate: Certificate
  readonly onPacket: (packet: RtpPacketView) => void
  readonly onConnected: () => void
}

/** What our side proves itself with in DTLS. */
export type Certificate = RTCCertificate

/** werift alone would use one certificate for the whole process, and two PBXs in it would look like one. */
export async function createCertificate(): Promise<Certificate> {
  const { certPem, keyPem, signatureHash } = await CipherContext.createSelfSignedCertificateWithKey(
    { signature: SignatureAlgorithm.ecdsa_3, hash: HashAlgorithm.sha256_4 },
    NamedCurveAlgorithm.secp256r1_23,
  )
  return new RTCCertificate(keyPem, certPem, signatureHash)
}

export function createSecureTransport(options: SecureTransportOptions): SecureTransport {
  const connection = createConnection(options)
  const transport = connection.addTransceiver('audio', { direction: 'sendrecv' }).dtlsTransport
  listen(transport, options)
  numberRecords(transport)
  joinFragments(transport)
  let remoteUfrag: string | undefined
  let local: TransportSection | undefined

  const describe = async (type: 'offer' | 'answer') => {
    await connection.setLocalDescription(
      type === 'offer' ? await connection.createOffer() : await connection.createAnswer(),
    )
    const section = readAudioSection(connection.localDescription?.sdp ?? '')
    if (section === undefined) throw new Error('the media engine gave a description without audio')
    local = section
    return section
  }

  return {
    async answer(remote) {
      // The same ICE user name means the same transport: hold and resume must not disturb it (RFC 8839 4.4.1.1.1).
      if (local !== undefined && remote.ufrag === remoteUfrag) return local
      remoteUfrag = remote.ufrag
      // werift as the client waits 100 ms before it begins, and its copies of a lost Finished keep their record number, which browsers
      // drop as a replay: one lost packet, and a call had no sound. As the server it only answers (RFC 8842 5.3 leaves it to us).
      if (transport.role === 'auto' && remote.setup !== 'passive') transport.role = 'server'
      await connection.setRemoteDescription({ type: 'offer', sdp: writeTransportDescription(remote) })
      return describe('answer')
    },
    offer: () => describe('offer'),
    async acceptAnswer(remote) {
      if (remote.ufrag === remoteUfrag) return
      remoteUfrag = remote.ufrag
      await connection.setRemoteDescription({
        type: 'answer',
        sdp: writeTransportDescription({ ...remote, mid: '0' }),
      })
    },
    send(packet) {
      if (transport.state !== 'connected') return
      // `sender.sendRtp` would overwrite the payload type, which telephone-events need.
      void transport.sendRtp(packet.payload, new RtpHeader({ ...packet, version: 2 }))
    },
    // What cannot be closed any more is closed.
    close: () => connection.close().catch(() => undefined),
  }
}

function createConnection({ stunPort, certificate }: SecureTransportOptions): RTCPeerConnection {
  return new RTCPeerConnection({
    // An empty list would make werift ask a public STUN host.
    iceServers: [{ urls: `stun:127.0.0.1:${String(stunPort)}` }],
    // Left out by default, yet browser and PBX often share the machine.
    iceAdditionalHostAddresses: ['127.0.0.1'],
    iceUseIpv6: false,
    certificates: [certificate],
    codecs: {
      audio: [
        new RTCRtpCodecParameters({ mimeType: 'audio/PCMU', clockRate: 8000, channels: 1, payloadType: 0 }),
      ],
    },
  })
}

/** The handshake's end is made in the same turn as that state is told. */
function joinFragments(transport: RTCDtlsTransport): void {
  transport.onStateChange.subscribe((state) => {
    if (state !== 'connecting') return
    queueMicrotask(() => {
      if (transport.dtls) Reflect.set(transport.dtls, 'handleFragmentHandshake', createReassembly())
    })
  })
}

function numberRecords({ iceTransport }: RTCDtlsTransport): void {
  const { connection } = iceTransport
  const send = connection.send.bind(connection)
  const numbered = createRecordNumbering()
  connection.send = (bytes) => send(numbered(bytes))
}

function listen(transport: RTCDtlsTransport, options: SecureTransportOptions): void {
  transport.onRtp.subscribe(({ header, payload }) => {
    options.onPacket({
      payloadType: header.payloadType,
      timestamp: header.timestamp,
      sequenceNumber: header.sequenceNumber,
      ssrc: header.ssrc,
      marker: header.marker,
      payload,
    })
  })
  transport.onStateChange.subscribe((state) => {
    if (state === 'connected') options.onConnected()
  })
}
