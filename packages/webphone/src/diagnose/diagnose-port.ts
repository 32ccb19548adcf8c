/** What a diagnosis needs of the outside world. Each may reject with anything and may never settle: the run bounds it. */
import type { MediaStats } from '../media/media-port.ts'
import type { SipConfigBody } from '@zorio/contract'

export interface DiagnosePorts {
  /** Milliseconds, monotonic. */
  now(): number
  isSecureContext(): boolean
  /** Rejects with `ZorioWebphoneError`. */
  fetchConfig(signal: AbortSignal): Promise<SipConfigBody>
  /** Resolves when it is open, rejects when it closes first. Closes it. */
  openSocket(url: string, signal: AbortSignal): Promise<void>
  openMicrophone(signal: AbortSignal): Promise<MicrophoneReading>
  tryOutput(signal: AbortSignal): Promise<OutputReading>
  gather(
    servers: SipConfigBody['ice_servers'],
    wanted: 'srflx' | 'relay',
    signal: AbortSignal,
  ): Promise<Gathered>
  /** A phone of its own, registered apart from one that may run in the page. */
  openPhone(input: 'microphone' | 'tone', signal: AbortSignal): Promise<TestPhone>
}

export interface MicrophoneReading {
  readonly label: string
  /** Highest sample of half a second, 0 to 1; undefined where it could not be measured. */
  readonly peak: number | undefined
}

export interface OutputReading {
  readonly isPlaying: boolean
  /** Undefined where the browser does not list outputs. */
  readonly deviceCount: number | undefined
}

/** `found`: a candidate of the wanted kind came. `unneeded`: all servers answered, and the address is the host's own. */
export type Gathered = 'found' | 'unneeded' | 'failed'

export interface TestPhone {
  /** Rejects with the code of the phone's error. */
  registered(signal: AbortSignal): Promise<void>
  /** Resolves when it was answered; rejects with `{reason}` when it ended before. */
  call(number: string, signal: AbortSignal): Promise<TestCall>
  close(): Promise<void>
}

export interface TestCall {
  stats(): Promise<MediaStats>
  hangup(): Promise<void>
}
