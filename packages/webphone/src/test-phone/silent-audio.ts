/** Audio for tests without a browser: SDP that looks like one's, key presses both ways, and nothing to hear. */
import { fakeSdp, noStats } from '../testing/fake-media.ts'
import type { Clock } from '../base/clock.ts'
import type { FarAudio, SoundSource, TestAudio } from './call-audio-port.ts'
import type { MediaDirection, MediaFact, MediaPort, MediaSession } from '../media/media-port.ts'

/** The two ends find each other by the session name in the SDP. */
interface Ends {
  readonly near: Map<string, (fact: MediaFact) => void>
  readonly far: Map<string, FarAudio>
}

const labelOf = (sdp: string): string => /^s=(.*)$/m.exec(sdp)?.[1] ?? ''
/** A key of 100 ms and its pause (RFC 4733 2.5.1.1 leaves both to the sender). */
const keyMs = 170
const frameMs = 20
/** A sound that is not over after ten seconds is taken for endless. */
const longestSoundMs = 10_000

export function createSilentAudio(clock: Clock): TestAudio {
  const ends: Ends = { near: new Map(), far: new Map() }
  let made = 0
  const label = (side: string) => `${side}-${(made += 1)}`
  return {
    mediaFor: () => createSilentMedia(clock, ends, () => label('phone')),
    openFar: () => createFarEnd(clock, ends, label('pbx')),
  }
}

const nothing = (): void => undefined
const done = (): Promise<void> => Promise.resolve()

function createSilentMedia(clock: Clock, ends: Ends, label: () => string): MediaPort {
  return {
    prepare: done,
    open: (_options, report) => createNearEnd({ clock, ends, label: label(), report }),
    unlock: () => Promise.resolve(true),
    ring: { start: nothing, stop: nothing },
    listDevices: () => Promise.resolve([]),
    setInput: done,
    setOutput: done,
    setRingOutput: done,
    dispose: nothing,
  }
}

interface NearEnd {
  readonly clock: Clock
  readonly ends: Ends
  readonly label: string
  readonly report: (fact: MediaFact) => void
}

function createNearEnd({ clock, ends, label, report }: NearEnd): MediaSession {
  let direction: MediaDirection = 'sendrecv'
  let farLabel = ''
  const meet = (sdp: string): void => {
    farLabel = labelOf(sdp)
    report({ type: 'connection', state: 'connected' })
  }
  ends.near.set(label, report)
  return {
    startInput: done,
    createOffer: () => Promise.resolve(fakeSdp(label, direction)),
    prepareAnswer: nothing,
    answerOffer: (offer) => {
      meet(offer)
      return Promise.resolve(fakeSdp(label, direction))
    },
    acceptAnswer: (answer) => Promise.resolve(meet(answer)),
    rollback: done,
    setDirection: (next) => void (direction = next),
    setMuted: nothing,
    sendDtmf: async (digits, durationMs, gapMs) => {
      for (const digit of digits) {
        ends.far.get(farLabel)?.onDigit(digit)
        await new Promise<void>((resolve) => clock.setTimer(durationMs + gapMs, resolve))
      }
      return true
    },
    stats: () => Promise.resolve(noStats),
    close: () => void ends.near.delete(label),
  }
}

function createFarEnd(clock: Clock, ends: Ends, label: string): FarAudio {
  let direction: MediaDirection = 'sendrecv'
  let nearLabel = ''
  let stopSound = nothing
  let stopDigits = nothing
  const far: FarAudio = {
    offer: () => Promise.resolve(fakeSdp(label, direction)),
    answer: (offer) => {
      nearLabel = labelOf(offer)
      return Promise.resolve(fakeSdp(label, direction))
    },
    acceptAnswer: (answer) => Promise.resolve(void (nearLabel = labelOf(answer))),
    setDirection: (next) => void (direction = next),
    play(source, onEnd) {
      stopSound()
      const lengthMs = lengthOf(source)
      stopSound = lengthMs === undefined ? nothing : clock.setTimer(lengthMs, onEnd)
    },
    echo: nothing,
    sendDigits(digits, onEnd) {
      const [digit, ...rest] = digits
      if (digit === undefined) return onEnd()
      ends.near.get(nearLabel)?.({ type: 'digit', digit })
      stopDigits = clock.setTimer(keyMs, () => far.sendDigits(rest.join(''), onEnd))
    },
    onDigit: nothing,
    close() {
      stopSound()
      stopDigits()
      ends.far.delete(label)
    },
  }
  ends.far.set(label, far)
  return far
}

function lengthOf(source: SoundSource): number | undefined {
  for (let ms = 0; ms < longestSoundMs; ms += frameMs) if (source() === undefined) return ms
  return undefined
}
