/** What a test number needs of its call, and nothing of Node: the same numbers answer in a browser, for `@zorio/webphone/testing`. */
import type { HangupCause } from '@zorio/contract'
import type { HeaderField } from '@zorio/sip'
import type { FrameSource } from '../media/tone.ts'

/**
 * A call as a test number sees it. Everything that waits rejects with `CallOver` once the call has ended, so a behaviour is
 * written as one plain story.
 */
export interface ExtensionCall {
  readonly dialled: string
  ring(): void
  /** 183 with SDP: what is played from now on is heard before the answer. */
  earlyMedia(): Promise<void>
  answer(): Promise<void>
  reject(status: number, cause: HangupCause, headers?: readonly HeaderField[]): void
  hangUp(): void
  pause(ms: number): Promise<void>
  /** Resolves when the source has ended; the next `play` takes over. */
  play(source: FrameSource): Promise<void>
  /** As telephone-events (RFC 4733). Resolves after the last one. */
  sendDigits(digits: string): Promise<void>
  /** By SIP INFO. Resolves when the phone has answered. */
  sendInfo(digit: string): Promise<void>
  /** The next key the caller presses, by RTP or INFO. Keys wait in a queue. */
  nextDigit(): Promise<string>
  /** Sends back whatever is heard. */
  echo(): void
  /** REFER: the phone shall call this number instead. Resolves with the final status it reports. */
  transferTo(number: string): Promise<number>
}
