/** A media port that makes plausible SDP, records what it was asked, and is driven by the test. */
import type { MediaDirection, MediaFact, MediaPort, MediaSession, MediaStats } from '../media/media-port.ts'

export interface FakeSession extends MediaSession {
  readonly asked: readonly string[]
  readonly isClosed: boolean
  readonly direction: MediaDirection
  readonly isMuted: boolean
  tell(fact: MediaFact): void
}

export interface FakeMedia extends MediaPort {
  readonly sessions: readonly FakeSession[]
  readonly latest: FakeSession
  readonly isRinging: boolean
  readonly isDisposed: boolean
  blockRing(): void
  /** Set to make the operation of that name fail. */
  failures: Partial<Record<'startInput' | 'createOffer' | 'answerOffer' | 'acceptAnswer', unknown>>
  /** Whether the far end takes telephone-event. */
  canSendTones: boolean
  unlocks: boolean
}

export const noStats: MediaStats = {
  packetsSent: 0,
  packetsReceived: 0,
  packetsLost: 0,
  jitterSeconds: 0,
  inboundEnergy: 0,
  bufferTargetSeconds: 0,
  bufferSamples: 0,
}

export function fakeSdp(label: string, direction: MediaDirection = 'sendrecv'): string {
  const lines = [
    'v=0',
    `o=- 1 1 IN IP4 127.0.0.1`,
    `s=${label}`,
    't=0 0',
    'm=audio 9 UDP/TLS/RTP/SAVPF 111 126',
  ]
  return [...lines, 'c=IN IP4 0.0.0.0', 'a=rtpmap:111 opus/48000/2', `a=${direction}`, ''].join('\r\n')
}

export function createFakeMedia(): FakeMedia {
  const sessions: FakeSession[] = []
  let isRinging = false
  let isDisposed = false
  let onRingBlocked = () => {}
  const fake: FakeMedia = {
    sessions,
    get latest() {
      const last = sessions.at(-1)
      if (!last) throw new Error('no media session was opened')
      return last
    },
    get isRinging() {
      return isRinging
    },
    get isDisposed() {
      return isDisposed
    },
    blockRing: () => onRingBlocked(),
    failures: {},
    canSendTones: true,
    unlocks: true,
    prepare: () => Promise.resolve(),
    open(_options, report) {
      const session = createSession(fake, report, sessions.length + 1)
      sessions.push(session)
      return session
    },
    unlock: () => Promise.resolve(fake.unlocks),
    ring: {
      start(onBlocked) {
        isRinging = true
        onRingBlocked = onBlocked
      },
      stop() {
        isRinging = false
      },
    },
    listDevices: () => Promise.resolve([]),
    setInput: () => Promise.resolve(),
    setOutput: () => Promise.resolve(),
    setRingOutput: () => Promise.resolve(),
    dispose() {
      isDisposed = true
      sessions.forEach((one) => one.close())
    },
  }
  return fake
}

function createSession(fake: FakeMedia, report: (fact: MediaFact) => void, number: number): FakeSession {
  const asked: string[] = []
  let isClosed = false
  let isMuted = false
  let direction: MediaDirection = 'sendrecv'
  let made = 0
  const attempt = async (name: keyof FakeMedia['failures'], detail = '') => {
    asked.push(detail ? `${name} ${detail}` : name)
    await Promise.resolve()
    const failure = fake.failures[name]
    if (failure) throw failure
  }
  const sdp = () => fakeSdp(`session-${number}-${(made += 1)}`, direction)
  return {
    asked,
    get isClosed() {
      return isClosed
    },
    get direction() {
      return direction
    },
    get isMuted() {
      return isMuted
    },
    tell: (fact) => {
      if (!isClosed) report(fact)
    },
    startInput: () => attempt('startInput'),
    async createOffer(options) {
      await attempt('createOffer', options?.iceRestart ? 'restart' : '')
      return sdp()
    },
    prepareAnswer: () => void asked.push('prepareAnswer'),
    async answerOffer() {
      await attempt('answerOffer')
      return sdp()
    },
    async acceptAnswer(_answer, stage) {
      await attempt('acceptAnswer', stage)
      if (stage === 'final') report({ type: 'connection', state: 'connected' })
    },
    rollback: async () => void asked.push('rollback'),
    setDirection(next) {
      direction = next
    },
    setMuted(next) {
      isMuted = next
    },
    async sendDtmf(digits) {
      asked.push(`sendDtmf ${digits}`)
      await Promise.resolve()
      return fake.canSendTones
    },
    stats: () => Promise.resolve(noStats),
    close() {
      isClosed = true
    },
  }
}
