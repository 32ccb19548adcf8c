import { routed } from '../dialog/route-set.ts'
import type { HeaderField, SipRequest } from '../message/message.ts'
import { formatNameAddr } from '../message/name-addr.ts'
import { formatReplaces } from '../message/replaces.ts'
import { SDP_TYPE } from './body.ts'
import type { Core } from './core.ts'
import { SUPPORTED } from './identity.ts'
import type { Leg } from './leg.ts'
import { sessionTimerOffer } from './session-timer.ts'
import type { InviteOptions } from './user-agent-port.ts'

/** RFC 3261 8.1.1. Throws RangeError when an address or tag would break out of its place. */
export function inviteRequest(core: Core, leg: Leg, options: InviteOptions, seq: number): SipRequest {
  const { identity } = core
  const { uri, headers } = routed(options.target, core.serviceRoute)
  const { replaces } = options
  const replacing: HeaderField[] = replaces
    ? [
        { name: 'Replaces', value: formatReplaces(replaces) },
        { name: 'Require', value: 'replaces' },
      ]
    : []
  return {
    method: 'INVITE',
    uri,
    headers: [
      { name: 'Max-Forwards', value: '70' },
      ...headers,
      { name: 'From', value: `${formatNameAddr(options.from ?? identity.aor)};tag=${leg.localTag}` },
      { name: 'To', value: formatNameAddr(options.to ?? { uri: options.target }) },
      { name: 'Call-ID', value: leg.callId },
      { name: 'CSeq', value: `${seq} INVITE` },
      { name: 'Contact', value: identity.contact() },
      identity.allow,
      { name: 'Supported', value: `${SUPPORTED}, 100rel` },
      ...sessionTimerOffer(core, leg),
      ...replacing,
      identity.product,
      SDP_TYPE,
      ...(options.headers ?? []),
    ],
    body: options.offer,
  }
}
