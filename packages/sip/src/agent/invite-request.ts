import { routed } from '../dialog/route-set.ts'
import type { HeaderField, SipRequest } from '../message/message.ts'
import { formatNameAddr } from '../message/name-addr.ts'
import { formatReplaces } from '../message/replaces.ts'
import { field, SDP_TYPE } from './read.ts'
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
    ? [field('Replaces', formatReplaces(replaces)), field('Require', 'replaces')]
    : []
  return {
    method: 'INVITE',
    uri,
    headers: [
      field('Max-Forwards', '70'),
      ...headers,
      field('From', `${formatNameAddr(options.from ?? identity.aor)};tag=${leg.localTag}`),
      { name: 'To', value: formatNameAddr(options.to ?? { uri: options.target }) },
      field('Call-ID', leg.callId),
      field('CSeq', `${seq} INVITE`),
      field('Contact', identity.contact()),
      identity.allow,
      field('Supported', `${SUPPORTED}, 100rel`),
      ...sessionTimerOffer(core, leg),
      ...replacing,
      identity.product,
      SDP_TYPE,
      ...(options.headers ?? []),
    ],
    body: options.offer,
  }
}
