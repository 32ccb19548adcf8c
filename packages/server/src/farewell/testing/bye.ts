/** The BYE of a call of 1001, as its page gives it away. */
export interface ByeParts {
  readonly uri?: string
  readonly from?: string
  readonly fromTag?: string
  readonly toTag?: string
  readonly callId?: string
  /** Further header lines. */
  readonly more?: readonly string[]
}

export function byeOf(parts: ByeParts = {}): string {
  const { uri = 'sip:far@far.invalid;transport=ws', from = 'sip:1001@pbx.test', callId = 'call-1' } = parts
  const tag = (value: string) => (value === '' ? '' : `;tag=${value}`)
  return [
    `BYE ${uri} SIP/2.0`,
    'Via: SIP/2.0/WSS gone.invalid;branch=z9hG4bKone',
    'Max-Forwards: 70',
    'Route: <sip:127.0.0.1;transport=ws;lr>',
    `From: "An" <${from}>${tag(parts.fromTag ?? 'ours')}`,
    `To: <sip:1002@pbx.test>${tag(parts.toTag ?? 'theirs')}`,
    `Call-ID: ${callId}`,
    'CSeq: 2 BYE',
    ...(parts.more ?? []),
    'Content-Length: 0',
    '\r\n',
  ].join('\r\n')
}
