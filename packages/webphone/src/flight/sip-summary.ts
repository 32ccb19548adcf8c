/** As much of a SIP message as it takes to sort and name it. The messages of a record are read by people; nothing here decides a call. */

export interface SipSummary {
  readonly summary: string
  readonly callId: string
  /** ICE user fragment of its SDP. */
  readonly ufrag: string | undefined
  readonly candidates: Readonly<Record<string, number>> | undefined
}

/** Undefined for keep-alives and what is no message. */
export function summarizeSip(text: string): SipSummary | undefined {
  const [first = ''] = text.split('\r\n', 1)
  const method = /^([A-Z]+) \S+ SIP\/2\.0$/.exec(first)?.[1]
  const status = /^SIP\/2\.0 (\d{3}.*)$/.exec(first)?.[1]
  const callId = /^(?:Call-ID|i)[ \t]*:[ \t]*(\S+)/im.exec(text)?.[1]
  if (callId === undefined || (method === undefined && status === undefined)) return undefined
  const asked = /^CSeq[ \t]*:[ \t]*\d+[ \t]+([A-Z]+)/im.exec(text)?.[1]
  const kinds = [...text.matchAll(/^a=candidate:.* typ (\w+)/gm)].map((match) => match[1] ?? '')
  const candidates: Record<string, number> = {}
  for (const kind of kinds) candidates[kind] = (candidates[kind] ?? 0) + 1
  return {
    summary: method ?? `${status} (${asked ?? '?'})`,
    callId,
    ufrag: ufragOf(text),
    candidates: kinds.length > 0 ? candidates : undefined,
  }
}

export function ufragOf(sdp: string): string | undefined {
  return /^a=ice-ufrag:(\S+)/m.exec(sdp)?.[1]
}
