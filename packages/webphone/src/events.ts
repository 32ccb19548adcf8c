/** The events of a phone: the 12 of the specification, then our own. Payload names are the specification's. */
import type { HangupReason } from './call/hangup-reason.ts'
import type { CallRecordBody } from '@zorio/contract'
import type { CallChange, CallOffer, Contact, ZorioCall } from './call-api.ts'
import type { ZorioWebphoneError } from './errors.ts'
import type { PhoneStatus } from './phone-status.ts'

export interface WebphoneEvents {
  /** SIP registration succeeded, the first time and after every reconnect. */
  registered: Record<string, never>
  unregistered: { reason: 'manual' | 'remote' | 'transport_disconnect' }
  /** The WebSocket is up, REGISTER not sent yet. */
  connected: Record<string, never>
  /** The WebSocket closed; `auto_reconnect` follows unless it was asked for. */
  disconnected: { reason?: string }
  incoming_call: { call: ZorioCall; contact: Contact | null }
  call_ringing: { call: ZorioCall }
  call_answered: { call: ZorioCall }
  /** Once per call. `billsec`: whole seconds since the answer, 0 if there was none. */
  call_hangup: { call: ZorioCall; reason: HangupReason; billsec: number }
  /** One key press of the far end, from RTP (RFC 4733) or SIP INFO. */
  dtmf: { call: ZorioCall; digit: string; source: 'rtp' | 'info' }
  error: ZorioWebphoneError
  auto_reconnect: { attempt: number; delay_ms: number }
  audio_autoplay_blocked: { call: ZorioCall }

  // beyond the specification
  /** Something of the call changed that is not one of the events above: hold, mute, contact, transfer progress, media state. */
  call_updated: { call: ZorioCall; changed: readonly CallChange[] }
  /** `phone.status` changed; also fired beside the events above. */
  status_changed: { status: PhoneStatus }
  /** The audio of an answered call got bad, or good again; judged every second. `remedy` can be shown. */
  call_quality: CallQuality
  /** Once a second in an answered call whose audio is connected: what `call_quality` is judged from. */
  call_stats: CallStats
  /**
   * Registered again after calls could not reach us. `missed`: calls to us meanwhile, by the back end's records; empty with
   * `missed_unknown` where it did not tell them.
   */
  reachability_restored: { blind_ms: number; missed: readonly CallRecordBody[]; missed_unknown?: true }
  /**
   * The page was reloaded, or left and come back to, in a call that is still on: offered for 90 s from then on. Reloads keep
   * calls only where this event has a handler; without one they end, as when the page is closed.
   */
  call_recoverable: { offer: CallOffer }
  /** An audio device went away, or came back, and another one was taken by itself. */
  device_changed: { kind: 'audioinput' | 'audiooutput'; device_id: string }
}

export interface CallQuality {
  call: ZorioCall
  warning:
    | 'no_inbound_audio'
    | 'silent_inbound_audio'
    | 'silent_microphone'
    | 'high_loss'
    | 'high_jitter'
    | 'high_rtt'
    | 'low_mos'
  /** False when it is over. */
  is_raised: boolean
  /** Where to look. */
  hop: 'microphone' | 'network' | 'far_end'
  remedy: string
  /** 1 to 4.5; null while nothing is received. */
  mos: number | null
}

/** Of the last second. */
export interface CallStats {
  call: ZorioCall
  /** 1 to 4.5 (ITU-T G.107, simplified); null while nothing is received. */
  mos: number | null
  /** Share of packets that did not arrive, 0 to 1. */
  loss_ratio: number
  jitter_ms: number
  /** null until one was measured. */
  round_trip_ms: number | null
}

export type WebphoneEventName = keyof WebphoneEvents

const names: Readonly<Record<WebphoneEventName, true>> = {
  registered: true,
  unregistered: true,
  connected: true,
  disconnected: true,
  incoming_call: true,
  call_ringing: true,
  call_answered: true,
  call_hangup: true,
  dtmf: true,
  error: true,
  auto_reconnect: true,
  audio_autoplay_blocked: true,
  call_updated: true,
  status_changed: true,
  call_quality: true,
  call_stats: true,
  reachability_restored: true,
  device_changed: true,
  call_recoverable: true,
}

/** All event names, the specification's 12 first. */
export const eventNames: readonly string[] = Object.freeze(Object.keys(names))

export function isEventName(name: unknown): name is WebphoneEventName {
  return typeof name === 'string' && Object.hasOwn(names, name)
}
