import { parseCSeq } from '../message/cseq.ts'
import { headerValue, headerValues } from '../message/headers.ts'
import type { SipMessage, SipRequest, SipResponse } from '../message/message.ts'
import { parseNameAddr } from '../message/name-addr.ts'
import { routed, routeSetFrom } from './route-set.ts'

/** RFC 3261 12. */
export interface Dialog {
  readonly callId: string
  readonly localTag: string
  /** '' where the peer of RFC 2543 days sent none. */
  readonly remoteTag: string
  /** From value of our requests, tag included. */
  readonly local: string
  /** To value of our requests, tag included. */
  readonly remote: string
  readonly routeSet: readonly string[]
  remoteTarget: string
  localSeq: number
  remoteSeq: number | undefined
}

/** How the peer of this dialog would name it in a Replaces header that it receives (RFC 3891 3). */
export function replacesFor({ callId, remoteTag: toTag, localTag: fromTag }: Dialog): {
  readonly callId: string
  readonly toTag: string
  readonly fromTag: string
} {
  return { callId, toTag, fromTag }
}

export function tagOf(message: SipMessage, name: 'From' | 'To'): string {
  return parseNameAddr(headerValue(message, name) ?? '')?.params.get('tag') ?? ''
}

export function seqOf(message: SipMessage): number {
  return parseCSeq(headerValue(message, 'CSeq') ?? '')?.number ?? 0
}

export function contactOf(message: SipMessage): string | undefined {
  return parseNameAddr(headerValues(message, 'Contact')[0] ?? '')?.uri
}

/** Caller's side: from our INVITE and a response with a To tag. */
export function dialogFromResponse(request: SipRequest, response: SipResponse): Dialog {
  return {
    callId: headerValue(request, 'Call-ID') ?? '',
    localTag: tagOf(request, 'From'),
    remoteTag: tagOf(response, 'To'),
    local: headerValue(request, 'From') ?? '',
    remote: headerValue(response, 'To') ?? '',
    routeSet: routeSetFrom(response, 'uac'),
    // A 2xx must have a Contact (12.1.2); where it has none, the address that was called is the best there is.
    remoteTarget: contactOf(response) ?? request.uri,
    localSeq: seqOf(request),
    remoteSeq: undefined,
  }
}

/** Callee's side: from an INVITE and the tag of our responses. */
export function dialogFromRequest(request: SipRequest, localTag: string): Dialog {
  return {
    callId: headerValue(request, 'Call-ID') ?? '',
    localTag,
    remoteTag: tagOf(request, 'From'),
    local: `${headerValue(request, 'To')};tag=${localTag}`,
    remote: headerValue(request, 'From') ?? '',
    routeSet: routeSetFrom(request, 'uas'),
    remoteTarget: contactOf(request) ?? parseNameAddr(headerValue(request, 'From') ?? '')?.uri ?? request.uri,
    localSeq: 0,
    remoteSeq: seqOf(request),
  }
}

/** A request inside the dialog, without Via and Contact. `seq` is given for ACK only, which repeats its INVITE's. */
export function requestInDialog(dialog: Dialog, method: string, seq?: number): SipRequest {
  const { uri, headers } = routed(dialog.remoteTarget, dialog.routeSet)
  const number = seq ?? ++dialog.localSeq
  return {
    method,
    uri,
    headers: [
      { name: 'Max-Forwards', value: '70' },
      ...headers,
      { name: 'From', value: dialog.local },
      { name: 'To', value: dialog.remote },
      { name: 'Call-ID', value: dialog.callId },
      { name: 'CSeq', value: `${number} ${method}` },
    ],
    body: '',
  }
}

/** RFC 3261 12.2: a target refresh moves the remote target, never the route set. */
export function refreshTarget(dialog: Dialog, message: SipMessage): void {
  dialog.remoteTarget = contactOf(message) ?? dialog.remoteTarget
}
