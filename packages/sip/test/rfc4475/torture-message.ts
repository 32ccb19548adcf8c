/** One message of RFC 4475, spelled out. */
export interface TortureMessage {
  /** The name the RFC gives it. */
  readonly name: string
  /** The RFC's section. */
  readonly section: string
  /** With CRLF line ends. */
  readonly text: string
  /** Octets behind the text, in hex, for the one message that is not UTF-8. */
  readonly tail?: { readonly hex: string; readonly end: string }
}

/** `lines` as one writes them: the first line break is layout, every other one is a CRLF. */
export function torture(section: string, name: string, lines: string): TortureMessage {
  return { section, name, text: lines.replace(/^\n/, '').replaceAll('\n', '\r\n') }
}

/** The body most of the messages share. */
export function sdp(address: string, time = '0 0'): string {
  return `v=0
o=mhandley 29739 7272939 IN IP4 ${address}
s=-
c=IN IP4 ${address}
t=${time}
m=audio 49217 RTP/AVP 0 12
m=video 3227 RTP/AVP 31
a=rtpmap:31 LPC
`
}

export function bytesOf({ text, tail }: TortureMessage): Uint8Array {
  return Buffer.concat([
    Buffer.from(text, 'utf8'),
    Buffer.from(tail?.hex ?? '', 'hex'),
    Buffer.from(tail?.end ?? '', 'utf8'),
  ])
}

/** As a WebSocket hands it over: decoded as UTF-8, anything else replaced by U+FFFD. */
export function frameOf(message: TortureMessage): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytesOf(message))
}
