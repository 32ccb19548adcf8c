/** A call to a test number: the sandbox's own behaviours, told on the test's clock. */
import type { ExtensionCall } from '@zorio/pbx/test-numbers'
import type { Clock } from '../base/clock.ts'
import type { FakePbx } from '../testing/fake-pbx.ts'
import type { FarLeg } from './far-leg.ts'

export interface NumberCallParts {
  readonly pbx: FakePbx
  readonly clock: Clock
  readonly far: FarLeg
  readonly dialled: string
  readonly offer: string | undefined
  readonly domain: string
}

/** Everything that waits rejects once the call has ended, so a behaviour is one plain story. */
export function createNumberCall(parts: NumberCallParts): ExtensionCall {
  const { pbx, far } = parts
  const { audio } = far
  const { until, pause } = createWaits(parts)
  const digits = createDigitQueue()
  far.onDigit = digits.put
  let infoAnswered: () => void = () => undefined
  let referred: (status: number) => void = () => undefined
  far.onFact = (fact) => {
    if (fact.type === 'info-answered') infoAnswered()
    else if (fact.type === 'refer-progress' && fact.final) referred(fact.status)
  }
  /** One answer for the 183 and the 200. */
  let sdp: Promise<string> | undefined
  const ourSdp = () => (sdp ??= parts.offer === undefined ? audio.offer() : audio.answer(parts.offer))
  const tell = (act: Parameters<FakePbx['run']>[0]) => {
    if (!far.hasEnded) pbx.run(act)
  }
  return {
    dialled: parts.dialled,
    ring: () => tell((agent, now) => agent.progress(far.leg, 180, now)),
    async earlyMedia() {
      const early = await until(ourSdp())
      tell((agent, now) => agent.progress(far.leg, 183, now, early))
    },
    async answer() {
      const answer = await until(ourSdp())
      tell((agent, now) => agent.accept(far.leg, answer, now))
    },
    reject: far.reject,
    hangUp: () => far.hangUp('NORMAL_CLEARING'),
    pause,
    play: (source) => until(new Promise<void>((resolve) => audio.play(source, resolve))),
    sendDigits: (text) => until(new Promise<void>((resolve) => audio.sendDigits(text, resolve))),
    sendInfo: (digit) => {
      far.sendInfo(digit)
      return until(new Promise<void>((resolve) => (infoAnswered = resolve)))
    },
    nextDigit: () => until(digits.take()),
    echo: () => audio.echo(),
    transferTo: (number) => {
      tell((agent, now) => agent.refer(far.leg, { target: `sip:${number}@${parts.domain}` }, now))
      return until(new Promise<number>((resolve) => (referred = resolve)))
    },
  }
}

function createWaits({ clock, far }: NumberCallParts) {
  let endAll: () => void = () => undefined
  const ended = new Promise<never>((_, reject) => (endAll = () => reject(new Error('the call has ended'))))
  // Nobody may be waiting when the call ends.
  ended.catch(() => undefined)
  const timers = new Set<() => void>()
  const { onEnd } = far
  far.onEnd = (how) => {
    for (const cancel of timers) cancel()
    endAll()
    onEnd(how)
  }
  const until = <T>(work: Promise<T>): Promise<T> => Promise.race([work, ended])
  const pause = (ms: number) =>
    until(new Promise<void>((resolve) => void timers.add(clock.setTimer(ms, resolve))))
  return { until, pause }
}

function createDigitQueue() {
  const queue: string[] = []
  let taker: ((digit: string) => void) | undefined
  return {
    put(digit: string) {
      if (taker) taker(digit)
      else queue.push(digit)
      taker = undefined
    },
    take: () =>
      new Promise<string>((resolve) => {
        const digit = queue.shift()
        if (digit === undefined) taker = resolve
        else resolve(digit)
      }),
  }
}
