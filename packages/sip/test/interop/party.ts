/** A phone of any make, as far as the pairs need it. One call at a time. */
export interface Party {
  readonly user: string
  /** What has happened so far: `registered`, `incoming`, `ringing`, `up`, `reoffer`, `reoffered`, `info 5`, `ended …`. */
  readonly log: string[]
  /** True while this side believes in a call. */
  hasCall(): boolean
  register(): void
  call(user: string): void
  answer(): void
  reject(): void
  /** Ends the call in whatever state it is. */
  hangup(): void
  hold(): void
  sendInfo(digit: string): void
  stop(): void
}

export interface PartyOptions {
  readonly url: string
  readonly user: string
  readonly domain: string
  readonly password: string
}

export const SDP = [
  'v=0',
  'o=- 4611731400430051336 2 IN IP4 127.0.0.1',
  's=-',
  't=0 0',
  'm=audio 9 UDP/TLS/RTP/SAVPF 0',
  'c=IN IP4 0.0.0.0',
  'a=rtcp-mux',
  'a=ice-ufrag:abcd',
  'a=ice-pwd:abcdefghijklmnopqrstuvwx',
  'a=fingerprint:sha-256 00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF',
  'a=setup:actpass',
  'a=mid:0',
  'a=sendrecv',
  'a=rtpmap:0 PCMU/8000',
  '',
].join('\r\n')

export const dtmfRelay = (digit: string): string => `Signal=${digit}\r\nDuration=160\r\n`
export const DTMF_TYPE = 'application/dtmf-relay'
export const signalOf = (body: string): string => /Signal=(\S+)/.exec(body)?.[1] ?? '?'
