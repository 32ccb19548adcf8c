import { parseDtmfBody, type LegEnd, type LegId, type Output, DTMF_RELAY, formatDtmfRelay } from '@zorio/sip'
import { createMediaEnd, type MediaEnd } from '../../src/media/media-end.ts'
import type { MediaEngine } from '../../src/media/negotiation.ts'
import { withDirection, type MediaDirection } from '../../src/media/sdp-audio.ts'
import { tone } from '../../src/media/tone.ts'
import type { SipLoop } from '../../src/sip-loop.ts'
import { createEar, type Ear } from './listening.ts'

type Incoming = Extract<Output, { type: 'incoming' }>

/** One call of a test phone: what it heard, and what a user can do. */
export interface TestCall {
  readonly leg: LegId
  readonly end: MediaEnd
  readonly ear: Ear
  /** Keys heard by RTP, and by INFO. */
  readonly rtpDigits: string[]
  readonly infoDigits: string[]
  readonly facts: Output[]
  readonly incoming: Incoming | undefined
  start(leg: LegId, offer: string): void
  take(fact: Output): void
  ring(): void
  /** 183 with SDP; the later answer repeats it. */
  early(): Promise<void>
  answer(): Promise<void>
  reject(status: number): void
  hangUp(): void
  /** Sends our session again with another direction; resolves with the answer. */
  reoffer(direction: MediaDirection): Promise<string>
  sendInfo(digit: string): void
  refer(to: { target: string } | { other: LegId }): void
  whistle(frequencyHz: number): void
  answered(): Promise<void>
  ended(timeoutMs?: number): Promise<LegEnd>
  until<T extends Output['type']>(
    type: T,
    matches?: (fact: Extract<Output, { type: T }>) => boolean,
    timeoutMs?: number,
  ): Promise<Extract<Output, { type: T }>>
  /** Resolves once this frequency is what is heard. */
  hears(frequencyHz: number, timeoutMs?: number): Promise<void>
}

export function createTestCall(parts: {
  loop: SipLoop
  engine: MediaEngine
  leg?: LegId
  incoming?: Incoming
}): TestCall {
  const { loop, incoming } = parts
  const end = createMediaEnd(parts.engine)
  const ear = createEar()
  const facts: Output[] = []
  const rtpDigits: string[] = []
  const infoDigits: string[] = []
  const watchers = new Set<() => void>()
  let leg = parts.leg ?? ''
  let lastSdp = ''
  let isMediaUp = false
  end.listener.onAudio = (packet) => {
    ear.hear(packet.payload)
  }
  end.listener.onDigit = (digit) => {
    rtpDigits.push(digit)
  }

  const accept = (answer: string | undefined) => {
    if (answer === undefined || isMediaUp) return
    isMediaUp = true
    void end.media.acceptAnswer(answer)
  }
  const take = (fact: Output) => {
    facts.push(fact)
    if (fact.type === 'progress' || fact.type === 'accepted') accept(fact.answer)
    else if (fact.type === 'info') {
      infoDigits.push(parseDtmfBody(fact.contentType, fact.body)?.digit ?? '?')
    } else if (fact.type === 'reoffer' && fact.offer !== undefined) {
      void end.media.answer(fact.offer).then((sdp) => {
        loop.run((sip, now) => sip.answerOffer(leg, sdp, now))
      })
    } else if (fact.type === 'ended') void end.media.close()
    for (const watcher of [...watchers]) watcher()
  }
  const until: TestCall['until'] = (type, matches = () => true, timeoutMs = 8000) =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(new Error(`waited in vain for ${type}; saw ${JSON.stringify(facts.map((fact) => fact.type))}`))
      }, timeoutMs)
      const check = () => {
        for (const fact of facts) {
          if (fact.type !== type || !matches(fact as never)) continue
          clearTimeout(timer)
          watchers.delete(check)
          resolve(fact as never)
          return
        }
      }
      watchers.add(check)
      check()
    })

  return {
    get leg() {
      return leg
    },
    ...{ end, ear, rtpDigits, infoDigits, facts, incoming, take, until },
    start(id, offer) {
      leg = id
      lastSdp = offer
    },
    ring() {
      loop.run((sip, now) => sip.progress(leg, 180, now))
    },
    async early() {
      lastSdp = await end.media.answer(incoming?.offer ?? '')
      loop.run((sip, now) => sip.progress(leg, 183, now, lastSdp))
    },
    async answer() {
      if (lastSdp === '') lastSdp = await end.media.answer(incoming?.offer ?? '')
      loop.run((sip, now) => sip.accept(leg, lastSdp, now))
    },
    reject(status) {
      loop.run((sip, now) => sip.reject(leg, status, now))
    },
    hangUp() {
      loop.run((sip, now) => sip.hangup(leg, now))
    },
    async reoffer(direction) {
      const before = facts.length
      const version = Number(/^o=\S+ \d+ (\d+)/m.exec(lastSdp)?.[1] ?? 1)
      lastSdp = withDirection(lastSdp, direction).replace(/^(o=\S+ \d+ )\d+/m, `$1${String(version + 1)}`)
      loop.run((sip, now) => sip.reoffer(leg, lastSdp, now))
      const { answer } = await until('reoffer-answered', (fact) => facts.indexOf(fact) >= before)
      return answer
    },
    sendInfo(digit) {
      loop.run((sip, now) => sip.info(leg, DTMF_RELAY, formatDtmfRelay({ digit }), now))
    },
    refer(to) {
      loop.run((sip, now) => sip.refer(leg, to, now))
    },
    whistle(frequencyHz) {
      end.media.play(tone({ frequencyHz }))
    },
    async answered() {
      await until('accepted')
    },
    ended: (timeoutMs) => until('ended', undefined, timeoutMs),
    async hears(frequencyHz, timeoutMs = 4000) {
      const deadline = performance.now() + timeoutMs
      ear.forget()
      for (;;) {
        const heard = ear.loudest([425, 440, 523, 600, 700, 800, 1000], 100)
        if (heard === frequencyHz) return
        if (performance.now() > deadline) {
          throw new Error(
            `heard ${String(heard)} (${String(ear.sampleCount)} samples), not ${String(frequencyHz)}`,
          )
        }
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
    },
  }
}
