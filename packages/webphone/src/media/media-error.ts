/** The only file of this folder that knows the browser's error names; everything else sees `ZorioWebphoneError`. */
import { ZorioWebphoneError, type ErrorCode } from '../errors.ts'

/** Names of getUserMedia's rejections (W3C mediacapture-main 10.3.1), with the older names some engines still use. */
const microphoneCodes: readonly (readonly [RegExp, ErrorCode])[] = [
  [/^Security/, 'microphone_forbidden'],
  [/NotFound|^Overconstrained/, 'microphone_not_found'],
  [/^(?:NotReadable|TrackStart|Abort)/, 'microphone_in_use'],
]

export function errorName(caught: unknown): string {
  return caught instanceof Error || caught instanceof DOMException ? caught.name : ''
}

export function microphoneError(caught: unknown): ZorioWebphoneError {
  if (caught instanceof ZorioWebphoneError) return caught
  const name = errorName(caught)
  // A Permissions-Policy refusal comes as NotAllowedError too; the policy itself tells it from the user's "no".
  if (isForbiddenByPolicy()) return microphoneForbidden(caught)
  const code = microphoneCodes.find(([names]) => names.test(name))?.[1] ?? 'microphone_denied'
  return new ZorioWebphoneError(code, `The microphone could not be opened (${name || 'unknown'}).`, {
    cause: caught,
    details: { name },
  })
}

export function microphoneForbidden(cause?: unknown): ZorioWebphoneError {
  const details = { name: errorName(cause) }
  return new ZorioWebphoneError('microphone_forbidden', 'This page may not use audio devices.', {
    cause,
    details,
  })
}

/** Nobody answered the permission prompt: treated as a "no" so that a ringing caller is not kept for ever. */
export function microphonePromptIgnored(): ZorioWebphoneError {
  return new ZorioWebphoneError('microphone_denied', 'The permission prompt was not answered.', {
    details: { reason: 'prompt_ignored' },
  })
}

export type MediaFailure =
  | 'closed'
  /** No WebRTC, too many connections, no tone. */
  | 'unsupported'
  /** The browser refused an offer or answer; `cause` has its words. */
  | 'negotiation'
  /** The browser found no network path. */
  | 'no_candidates'
  /** Over 64 KiB. */
  | 'sdp_too_large'
  /** Over 100. */
  | 'too_many_candidates'
  | 'no_audio'
  /** SDES or plain RTP in place of DTLS. */
  | 'not_secure'
  /** None of Opus, G.722, PCMA and PCMU. */
  | 'no_common_codec'
  /** Port 0 in an answer. */
  | 'audio_rejected'
  /** Answered by another far end than the one whose early audio was heard. */
  | 'fork_mismatch'

/** `media_failed` with `details.reason`; something that is ours already passes through. */
export function mediaError(
  reason: MediaFailure,
  cause?: unknown,
  message = `Audio failed: ${reason}.`,
): ZorioWebphoneError {
  if (cause instanceof ZorioWebphoneError) return cause
  const details = { reason, name: errorName(cause) }
  return new ZorioWebphoneError('media_failed', message, { cause, details })
}

export function deviceError(message: string, cause?: unknown): ZorioWebphoneError {
  return new ZorioWebphoneError('device_failed', message, { cause, details: { name: errorName(cause) } })
}

interface PolicyDocument {
  featurePolicy?: { allowsFeature(name: string): boolean }
}

function isForbiddenByPolicy(): boolean {
  const { featurePolicy }: Document & PolicyDocument = document
  return featurePolicy !== undefined && !featurePolicy.allowsFeature('microphone')
}
