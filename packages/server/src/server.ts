/** Puts the whole server together: database, PBX, HTTP, one port. */
import type { Pbx, PbxOptions } from '@zorio/pbx'
import { createApp } from './app.ts'
import { realClock } from './clock.ts'
import type { Clock } from './clock.ts'
import type { Config } from './config.ts'
import { openDemoSite, type DemoSite } from './demo/demo-site.ts'
import { openDirectory } from './directory.ts'
import { listen } from './listen.ts'
import type { Logger } from './logger.ts'
import { hostPbx } from './pbx-host.ts'
import type { HostedPbx } from './pbx-host.ts'
import { openServices, type Services } from './services.ts'
import { openProduction } from './production.ts'
import { createReadAddress } from './http/trusted-proxies.ts'

export interface ServerParts {
  readonly log: Logger
  readonly createPbx: (options: PbxOptions) => Pbx
  readonly pageFolder: string
  readonly sdkFolder: string
  readonly embedFolder: string
  readonly toolsFolder?: string
  /** Default the real one. */
  readonly clock?: Clock
}

export interface RunningServer {
  /** `http://127.0.0.1:8080` */
  readonly url: string
  /** undefined in production. */
  readonly demo: DemoSite | undefined
  /** undefined with another engine. */
  readonly pbx: Pbx | undefined
  /** Hangs up, tells the phones, stores what is still to be stored. Within 1.7 s. */
  close(): Promise<void>
}

export async function startServer(config: Config, parts: ServerParts): Promise<RunningServer> {
  const { log, clock = realClock } = parts
  const { now } = clock
  // The PBX needs the port, and the port the app.
  const house: { hosted?: HostedPbx } = {}
  const services = await openServices(config, {
    log,
    clock,
    registrations: () => house.hosted?.pbx?.registrations().length ?? 0,
  })
  const { db, users, calls, secrets, webhooks, metrics } = services
  const demo = await openHouse(config, services, parts)
  const onError = (error: unknown) => log.error({ err: error }, 'the users could not be read again')
  const directory = await openDirectory({ clock, allUsers: users.allUsers, onError })
  const readAddress = createReadAddress(config['trusted-proxy'])
  const app = createApp({
    ...services,
    now,
    ...(demo && { demo }),
    onPhone: directory.learn,
    pbx: () => house.hosted?.pbx,
    sipConfig: sipConfigPolicy(config, secrets.auth),
    embedSecret: secrets.embed,
    sdkFolder: parts.sdkFolder,
    embedFolder: parts.embedFolder,
    ...(parts.toolsFolder !== undefined && { toolsFolder: parts.toolsFolder }),
    metricsToken: config['metrics-token'],
    allowedOrigins: config['allow-origin'],
    readAddress,
    ...(config['public-url'] !== undefined && { publicUrl: config['public-url'] }),
    onRequest: (request) => log[levelOf(request.status)](request, 'request'),
    onError: (error, request) => log.error({ err: error, ...request }, 'request failed'),
  })
  const listener = await listen({ host: config.host, port: config.port, fetch: app.fetch }).catch(
    async (error: unknown) => {
      await directory.stop()
      await db.close()
      throw error
    },
  )
  const url = localUrl(config.host, listener.port)
  const hosted = hostPbx(config, {
    directory,
    calls,
    log,
    now,
    onCall: metrics.call,
    onStored: webhooks.publish,
    authSecret: secrets.auth,
    readAddress,
    ownOrigins: [url, `http://localhost:${listener.port}`, new URL(config['public-url'] ?? url).origin],
    createPbx: parts.createPbx,
  })
  house.hosted = hosted
  const { pbx, upgrade, settled } = hosted
  if (upgrade) listener.takeUpgrades(upgrade)
  services.start()
  return {
    url,
    demo,
    pbx,
    async close() {
      await Promise.all([pbx?.close(), listener.close(1000)])
      await settled()
      await directory.stop()
      await services.close()
    },
  }
}

/** Failed sign-ins, foreign tokens and origins, floods: whoever runs the server wants to see them without asking. */
function levelOf(status: number): 'debug' | 'info' | 'warn' {
  if ([401, 403, 429].includes(status)) return 'warn'
  return status < 400 ? 'debug' : 'info'
}

/** The demo's people, or the certainty that there are none. */
async function openHouse(
  config: Config,
  services: Services,
  parts: ServerParts,
): Promise<DemoSite | undefined> {
  try {
    if (config.mode === 'demo') return await openDemoSite({ ...services, pageFolder: parts.pageFolder })
    await openProduction(config, services.users, parts.log)
    return undefined
  } catch (error) {
    await services.db.close()
    throw error
  }
}

/** By which this machine reaches the server: the address of all interfaces is none that one can go to. */
function localUrl(host: string, port: number): string {
  const reachable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`
}

function sipConfigPolicy(config: Config, authSecret: string) {
  return {
    authSecret,
    domain: config.domain,
    credentialsTtlSeconds: config['credentials-ttl'],
    wssUrls: config['wss-url'],
    stunUrls: config.stun,
    turnUrls: config.turn,
    turnSecret: config['turn-secret'],
    iceTransportPolicy: config['ice-transport-policy'],
    callReports: config.engine !== 'pbx',
  }
}
