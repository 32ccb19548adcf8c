/** Options of `ZorioWebphone.connect` and of `phone.call`. */
import type { ZorioWebphoneError } from './errors.ts'

export interface ConnectOptions {
  /** Origin (and optional path) of the back end: `https://app.example`. https, or http on loopback. */
  apiBase: string
  /** Bearer token of the user; sent only to `apiBase`'s origin, never logged. */
  token: string
  /** Selector or element that receives the phone UI. Without it no UI code is loaded. */
  mount?: string | Element
  /** Default `docked`. */
  layout?: 'docked' | 'overlay' | 'fullscreen'
  /** Default `auto`. */
  theme?: 'light' | 'dark' | 'auto'
  /** Default `vi`. */
  locale?: 'vi' | 'en'
  /** Register by itself after the socket is up. Default true. */
  autoRegister?: boolean
  /** Sound file of the incoming ring; default a synthesised tone. */
  ringtoneUrl?: string
  audioInputDeviceId?: string
  audioOutputDeviceId?: string
  /**
   * Gives a fresh token when the old one was refused (401), and once before giving up on refused SIP credentials. Where it rejects it
   * is asked again later; the empty text says that nobody is signed in any more.
   */
  tokenResolver?: () => Promise<string>
  /** Logs at debug level, without secrets, numbers masked. Default false. */
  debug?: boolean
  /** Same as `on('error', …)`, but also sees errors before `connect()` resolved. */
  onError?: (error: ZorioWebphoneError) => void

  /** `tone`: a quiet 440 Hz tone in place of the microphone, for demos and tests; no permission is asked. Default `microphone`. */
  audioInput?: 'microphone' | 'tone'
  /** Milliseconds of outage after which `error` `reconnect_failed` is told, once; tries go on. Default 300 000. */
  reconnectFailedAfterMs?: number
  /** Milliseconds that `incoming_call` waits for the contact at most. Default 400. */
  contactLookupMs?: number
  /** URL of `dtmf-worker.js` on the page's own origin, for pages whose CSP forbids blob workers: it reads digits and keeps time while the page is hidden. */
  dtmfWorkerUrl?: string
  /**
   * Where the page knows it: the address of the SIP socket (`wss://…`), opened while the back end is asked, which saves the
   * first visit two round trips. What the back end names counts. Default: the address of the last visit.
   */
  socketUrl?: string
  /** Overrides the server's choice. */
  iceTransportPolicy?: 'all' | 'relay'
  /** Milliseconds that live calls are kept without signalling. Default 300 000. */
  callSurvivalMs?: number
  /**
   * `shared`: of all tabs of the page's origin that have this extension, one is registered, rings and has the audio; the others show
   * its status and calls, tell its call events and can answer, control and dial. When it goes, the next one takes over within 5 s.
   * Default `independent`: each tab is a phone.
   */
  tabs?: 'independent' | 'shared'
}

export interface CallOptions {
  /** Sent as `X-Campaign-Id`. */
  campaignId?: number
  /** Sent as `X-Lead-Id`. */
  leadId?: number
  /** Further headers: names `X-…`, at most 20 of 256 characters, no control characters. */
  headers?: Record<string, string>
}

export interface SendDtmfOptions {
  /** Default `auto`: RFC 4733 where the far end took telephone-event, else INFO. */
  via?: 'auto' | 'rtp' | 'info'
  /** Tone length in milliseconds, 40-6000. Default 100. */
  durationMs?: number
  /** Milliseconds between tones, at least 30. Default 70. */
  gapMs?: number
}
