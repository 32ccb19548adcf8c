/** The one error class of the SDK and its closed list of codes. Each code has a row in docs/errors.md (checked both ways). */

/**
 * Whether the same act may succeed later, and what to do: as short as a line of the console may be, because every page
 * loads them. docs/errors.md explains.
 */
export const errorCodes = {
  invalid_options: [false, 'Check the options of connect().'],
  bootstrap_failed: [true, 'Check apiBase, token and network; see details.status.'],
  token_rejected: [false, 'Sign in again, or pass tokenResolver.'],
  registration_rejected: [false, 'The PBX refused the credentials; sign in again.'],
  registration_failed: [true, 'The PBX did not accept; the phone keeps trying.'],
  reconnect_failed: [true, 'Check the network; the phone keeps trying.'],
  not_registered: [true, 'Wait for the registered event.'],
  invalid_number: [false, 'Use digits, + * #; at most 32 characters.'],
  invalid_header: [false, 'Use names X-… and printable text; at most 20 of 256 characters.'],
  invalid_state: [false, 'Not possible now; see details.state.'],
  invalid_digits: [false, 'Use 0-9 * # A-D, and a comma for a pause.'],
  too_many_calls: [true, 'End a call first; at most 8 at a time.'],
  microphone_denied: [true, 'Allow the microphone in the browser, then try again.'],
  microphone_not_found: [true, 'Plug in a microphone or choose another one.'],
  microphone_in_use: [true, 'Close the program that uses the microphone, then try again.'],
  microphone_forbidden: [
    false,
    'Serve the page over https; its Permissions-Policy must allow the microphone.',
  ],
  microphone_lost: [true, 'Plug in a microphone or choose another one.'],
  media_failed: [true, 'Check firewall and TURN.'],
  audio_autoplay_blocked: [true, 'Call phone.unlockAudio() in a click handler.'],
  dtmf_receive_unavailable: [false, 'Allow worker-src blob: in the CSP, or pass dtmfWorkerUrl.'],
  dtmf_failed: [true, 'The far end takes no digits.'],
  transfer_failed: [true, 'The far end refused; the call goes on.'],
  hold_failed: [true, 'The far end refused; the call goes on.'],
  mount_failed: [false, 'Pass a selector or element of the page.'],
  device_failed: [true, 'Choose another audio device.'],
  phone_disconnected: [false, 'disconnect() was called; connect again.'],
  internal: [false, 'A defect of the SDK; please report it.'],
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
    const [retryable, remedy] = errorCodes[code]
    this.remedy = remedy
    this.retryable = retryable
    if (options.details) this.details = options.details
  }

  /** Anything caught, as one of ours; the original stays as `cause`. */
  static from(caught: unknown, code: ErrorCode = 'internal'): ZorioWebphoneError {
    if (caught instanceof ZorioWebphoneError) return caught
    const message = caught instanceof Error ? caught.message : String(caught)
    return new ZorioWebphoneError(code, message, { cause: caught })
  }
}
