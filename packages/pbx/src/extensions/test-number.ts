import type { HangupCause } from '@zorio/contract'
import type { ExtensionCall } from './extension-call-port.ts'

/** One line of the table of test numbers: what the docs list and what the PBX does. */
export interface TestNumber {
  /** `9200`; `N` stands for any digit. */
  readonly number: string
  readonly what: string
  /** `call_hangup.reason` at the phone that calls, where the number decides how the call ends. */
  readonly reason?: string
  /** Never answers, but ends with this status: a transfer to it fails, and the caller stays with who transferred. */
  readonly refuses?: { readonly status: number; readonly cause: HangupCause }
  readonly run: (call: ExtensionCall, house: House) => Promise<void> | void
}

/** What a test number may do beside its call. */
export interface House {
  /** Rings the caller from outside after a while. */
  callBack(options: { delayMs: number; number: string; displayName: string }): void
  /** Cuts the caller's WebSocket without a close frame. */
  cutSocket(options: { refuseMs: number }): void
}
