/** The audio of test calls: the phone's media port and, for each call, the PBX's end of it. `silent-audio.ts` needs no browser. */
import type { MediaDirection, MediaPort } from '../media/media-port.ts'

export interface TestAudio {
  /** The phone's end; `real` gives the browser's own. */
  mediaFor(real: () => MediaPort | Promise<MediaPort>): MediaPort | Promise<MediaPort>
  /** The PBX's end of a new call. */
  openFar(): FarAudio
}

/** 20 ms of PCMU, or undefined when it is over; the source of a test number's sound. */
export type SoundSource = () => Uint8Array | undefined

export interface FarAudio {
  offer(): Promise<string>
  answer(offer: string): Promise<string>
  acceptAnswer(answer: string): Promise<void>
  /** What the next offer or answer says. */
  setDirection(direction: MediaDirection): void
  play(source: SoundSource, onEnd: () => void): void
  /** Sends back what is heard. */
  echo(): void
  /** As RFC 4733 events. */
  sendDigits(digits: string, onEnd: () => void): void
  onDigit: (digit: string) => void
  close(): void
}
