/** Failures as the state machines speak of them, and the errors that the application gets. */
import { errorCodes, ZorioWebphoneError } from '../errors.ts'
import type { ErrorCode } from '../errors.ts'

export interface Failure {
  readonly code: ErrorCode
  /** Default: the remedy of the code, where that says it all. */
  readonly message?: string | undefined
  readonly details?: Record<string, unknown> | undefined
  readonly cause?: unknown
}

/** The far end or the PBX said no. */
export function refusedWith(code: ErrorCode, status: number): Failure {
  return { code, message: `SIP status ${status}.`, details: { sip_status: status } }
}

export function errorFrom({ code, message, details, cause }: Failure): ZorioWebphoneError {
  if (cause instanceof ZorioWebphoneError && cause.code === code) return cause
  const options = details ? { details, cause } : { cause }
  return new ZorioWebphoneError(code, message ?? errorCodes[code][1], options)
}

/** A promise that is refused at once, and never becomes an unhandled rejection: a caller may ignore it. */
export function refuse(failure: Failure): Promise<never> {
  const refusal = Promise.reject(errorFrom(failure))
  refusal.catch(() => {})
  return refusal
}
