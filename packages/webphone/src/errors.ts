/** The one error class of the SDK and its closed list of codes. Each code has a row in docs/errors.md (checked both ways). */

export const errorCodes = {
  invalid_options: { retryable: false, remedy: 'Check the options passed to ZorioWebphone.connect().' },
  bootstrap_failed: {
    retryable: true,
    remedy: 'Check apiBase, the token and the network; details.status tells what the back end said.',
  },
  token_rejected: {
    retryable: false,
    remedy: 'Sign in again, or pass tokenResolver so that the phone can fetch a fresh token.',
  },
  registration_rejected: {
    retryable: false,
    remedy: 'The PBX refused the credentials; sign in again or ask the administrator.',
  },
  registration_failed: {
    retryable: true,
    remedy: 'The PBX did not accept the registration now; the phone keeps trying.',
  },
  reconnect_failed: {
    retryable: true,
    remedy: 'The connection is lost for long; the phone keeps trying. Check the network or reload the page.',
  },
  not_registered: { retryable: true, remedy: 'Wait for the registered event, then call again.' },
  invalid_number: { retryable: false, remedy: 'Use digits, + * # only, at most 32 characters.' },
  invalid_header: {
    retryable: false,
    remedy: 'Extra headers: names X-…, printable text, at most 20 of 256 characters.',
  },
  invalid_state: {
    retryable: false,
    remedy: 'This is not possible in the present state of the call or phone; details.state tells which.',
  },
  invalid_digits: { retryable: false, remedy: 'DTMF digits are 0-9 * # A-D, and a comma for a pause.' },
  too_many_calls: { retryable: true, remedy: 'End a call first; at most 8 calls at a time.' },
  microphone_denied: {
    retryable: true,
    remedy: 'Allow the microphone for this site in the browser, then try again.',
  },
  microphone_not_found: { retryable: true, remedy: 'Plug in a microphone or choose another one.' },
  microphone_in_use: {
    retryable: true,
    remedy: 'Close the program that uses the microphone, then try again.',
  },
  microphone_forbidden: {
    retryable: false,
    remedy: 'The page must be served over https and its Permissions-Policy must allow the microphone.',
  },
  microphone_lost: {
    retryable: true,
    remedy: 'The microphone went away during the call; plug it in again or choose another one.',
  },
  media_failed: { retryable: true, remedy: 'Audio could not be set up; check firewall and TURN settings.' },
  audio_autoplay_blocked: {
    retryable: true,
    remedy: 'Show a button and call phone.unlockAudio() in its click handler.',
  },
  dtmf_receive_unavailable: {
    retryable: false,
    remedy: 'Allow worker-src blob: in the CSP or pass dtmfWorkerUrl; digits by SIP INFO still arrive.',
  },
  dtmf_failed: { retryable: true, remedy: 'The far end takes no digits on this call.' },
  transfer_failed: {
    retryable: true,
    remedy: 'The far end could not be transferred; the call goes on. details.sip_status tells why.',
  },
  hold_failed: { retryable: true, remedy: 'The far end refused; the call goes on as before.' },
  mount_failed: {
    retryable: false,
    remedy: 'Pass a selector or element that exists in the page when connect() is called.',
  },
  device_failed: { retryable: true, remedy: 'Choose another audio device.' },
  phone_disconnected: { retryable: false, remedy: 'disconnect() was called; connect again for a new phone.' },
  internal: { retryable: false, remedy: 'This is a defect of the SDK; please report it with details.' },
} as const

export type ErrorCode = keyof typeof errorCodes

export class ZorioWebphoneError extends Error {
  override readonly name = 'ZorioWebphoneError'
  /** Machine-readable, one of the closed list. */
  readonly code: ErrorCode
  /** Without secrets and full numbers. */
  readonly details?: Record<string, unknown>
  readonly remedy: string
  /** True when the same act may succeed later with nothing changed by the developer. */
  readonly retryable: boolean

  constructor(
    code: ErrorCode,
    message: string,
    options: { details?: Record<string, unknown>; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.remedy = errorCodes[code].remedy
    this.retryable = errorCodes[code].retryable
    if (options.details) this.details = options.details
  }

  /** Anything caught, as one of ours; the original stays as `cause`. */
  static from(caught: unknown, code: ErrorCode = 'internal'): ZorioWebphoneError {
    if (caught instanceof ZorioWebphoneError) return caught
    const message = caught instanceof Error ? caught.message : String(caught)
    return new ZorioWebphoneError(code, message, { cause: caught })
  }
}
