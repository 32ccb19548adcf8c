/** What is refused before the browser's SDP parser sees it: it takes 20 s for a hostile 1.5 MB, and obscure errors for the rest. */
import { mediaError } from './media-error.ts'

const maxBytes = 64 * 1024
const maxCandidates = 100
const codecs = /^a=rtpmap:\d+ (opus|g722|pcma|pcmu)\//im

/** Throws `media_failed` with `details.reason`. Insecure media is refused, never rewritten into something else. */
export function checkRemoteSdp(sdp: string): void {
  if (sdp.length > maxBytes) throw mediaError('sdp_too_large')
  if (sdp.split(/^a=candidate:/m).length - 1 > maxCandidates) throw mediaError('too_many_candidates')
  const [, port, profile = '', formats = ''] = /^m=audio (\d+)(?:\/\d+)? (\S+) (.*)$/m.exec(sdp) ?? []
  if (port === undefined) throw mediaError('no_audio')
  if (port === '0') return
  // RFC 5763: DTLS-SRTP; `a=crypto` (SDES) and plain RTP do not exist in a browser.
  if (!profile.includes('SAVP') || !/^a=fingerprint:/im.test(sdp))
    throw mediaError(
      'not_secure',
      undefined,
      `The PBX sent ${profile} without DTLS; it must be set up for WebRTC.`,
    )
  // RFC 3551: PCMU, PCMA and G.722 need no rtpmap.
  if (!/(?:^|\s)[089](?:\s|$)/.test(formats) && !codecs.test(sdp)) throw mediaError('no_common_codec')
}

/** RFC 3264 6: a rejected stream has port 0. */
export function isAudioRejected(sdp: string): boolean {
  return /^m=audio 0[ /]/m.test(sdp)
}

/**
 * An offer with every section but the first audio one refused (port 0, RFC 3264 6). Done to the offer, as a browser
 * answers a transceiver that is stopped while the offer is pending with `inactive`, and a data channel section in full.
 */
export function withAudioOnly(offer: string): string {
  const [session = '', ...sections] = offer.split(/^(?=m=)/m)
  const audio = sections.find((section) => section.startsWith('m=audio '))
  if (sections.length < 2 || audio === undefined) return offer
  const mid = /^a=mid:(\S+)/m.exec(audio)?.[1]
  const bundle = mid === undefined ? '' : `a=group:BUNDLE ${mid}\r\n`
  const refused = sections.map((each) => (each === audio ? each : each.replace(/^(m=\S+) \d+/, '$1 0')))
  return session.replace(/^a=group:BUNDLE.*\r?\n/m, bundle) + refused.join('')
}
