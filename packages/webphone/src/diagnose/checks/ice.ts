/** STUN and TURN servers answer. */
import type { SipConfigBody } from '@zorio/contract'
import type { DiagnosePorts } from '../diagnose-port.ts'
import type { Outcome } from '../result.ts'

type Servers = SipConfigBody['ice_servers']

function serversOf(servers: Servers, scheme: RegExp): Servers {
  return servers
    .map((server) => ({ ...server, urls: server.urls.filter((url) => scheme.test(url)) }))
    .filter(({ urls }) => urls.length > 0)
}

const namesOf = (servers: Servers) => servers.flatMap(({ urls }) => urls).join(' ')

export async function checkStun(
  ports: DiagnosePorts,
  config: SipConfigBody,
  signal: AbortSignal,
): Promise<Outcome> {
  const servers = serversOf(config.ice_servers, /^stuns?:/)
  if (servers.length === 0) return { code: 'stun_not_configured' }
  const found = await ports.gather(servers, 'srflx', signal).catch(() => 'failed' as const)
  return { code: found === 'failed' ? 'stun_unreachable' : 'stun_ok', details: { servers: namesOf(servers) } }
}

/** What it means that no relay could be had, whether TURN refused or was silent until the time was up. */
export const turnFailureOf = (config: SipConfigBody) =>
  config.ice_transport_policy === 'relay' ? 'turn_required' : 'turn_unreachable'

export async function checkTurn(
  ports: DiagnosePorts,
  config: SipConfigBody,
  signal: AbortSignal,
): Promise<Outcome> {
  const servers = serversOf(config.ice_servers, /^turns?:/)
  const failure = turnFailureOf(config)
  if (servers.length === 0) return { code: failure === 'turn_required' ? failure : 'turn_not_configured' }
  const found = await ports.gather(servers, 'relay', signal).catch(() => 'failed' as const)
  const details = { servers: namesOf(servers) }
  if (found === 'found') return { code: 'turn_ok', details }
  return { code: failure, details }
}
