// The proxy from deploy/, as it is; only values are given.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { startDaemon, type Daemon } from './daemon.ts'
import { deployDir, domain, gatewayIp, scratchDir, sipSecret, type ProxyNode } from './paths.ts'
import { waitFor } from './wait.ts'

export interface KamailioOptions {
  readonly node: ProxyNode
  /** Ends TLS itself on 8443 with this certificate. */
  readonly tls?: { readonly certificate: string; readonly key: string }
  /** The node that it shares locations with. */
  readonly peer?: ProxyNode
}

const quoted = (value: string) => `"${value}"`

function definesOf({ node, tls, peer }: KamailioOptions): string[] {
  const values: Record<string, string> = {
    SIP_DOMAIN: quoted(domain),
    AUTH_SECRET: quoted(sipSecret),
    LISTEN_IP: node.ip,
    WS_IP: node.ip,
    RPC_PORT: String(node.rpcPort),
    GATEWAY_IP: quoted(gatewayIp),
  }
  if (tls) {
    values['WITH_TLS'] = '1'
    values['TLS_CERTIFICATE'] = quoted(tls.certificate)
    values['TLS_KEY'] = quoted(tls.key)
  }
  if (peer) {
    values['WITH_CLUSTER'] = '1'
    values['PEER_IP'] = quoted(peer.ip)
    values['DMQ_SELF'] = quoted(`sip:${node.ip}:5062`)
    values['DMQ_PEER'] = quoted(`sip:${peer.ip}:5062`)
  }
  return Object.entries(values).flatMap(([name, value]) => ['-A', `${name}=${value}`])
}

export async function startKamailio(options: KamailioOptions): Promise<Daemon> {
  const runDir = join(scratchDir, `kamailio-${options.node.ip}`)
  mkdirSync(runDir, { recursive: true })
  const daemon = startDaemon({
    name: `kamailio-${options.node.ip}`,
    command: 'kamailio',
    // -DD: stay a child of ours; -E: log to stderr.
    args: [
      '-f',
      join(deployDir, 'kamailio/kamailio.cfg'),
      ...definesOf(options),
      ...['-DD', '-E', '-m', '256', '-M', '8', '-Y', runDir, '-w', runDir],
    ],
  })
  await waitFor(`kamailio ${options.node.ip} answers`, () => rpc(options.node, 'core.uptime'), {
    owner: daemon,
  })
  return daemon
}

/** The operator's window into the proxy: JSON-RPC over HTTP, loopback only. */
export async function rpc(node: ProxyNode, method: string, params: unknown[] = []): Promise<unknown> {
  const response = await fetch(`http://127.0.0.1:${node.rpcPort}/rpc`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
    signal: AbortSignal.timeout(2000),
  })
  const body: { result?: unknown; error?: { message: string } } = JSON.parse(await response.text())
  if (body.error) throw new Error(`${method}: ${body.error.message}`)
  return body.result
}

/** Contacts of one extension in the location table. */
export async function contactsOf(node: ProxyNode, extension: string): Promise<string[]> {
  try {
    const found = await rpc(node, 'ul.lookup', ['location', extension])
    return [...JSON.stringify(found).matchAll(/"Address":"([^"]+)"/g)].map((match) => String(match[1]))
  } catch {
    return []
  }
}
