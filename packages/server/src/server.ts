/** Puts the whole server together: database, PBX, HTTP, one port. */
import type { Pbx, PbxOptions } from '@zorio/pbx'
import { createApp } from './app.ts'
import { createLogin } from './auth/login.ts'
import { createUserStore } from './auth/user-store.ts'
import { createCallLog } from './calls/call-log.ts'
import type { CallLog } from './calls/call-log.ts'
import { createCallStore } from './calls/call-store.ts'
import { createSecret } from './config.ts'
import type { Config } from './config.ts'
import { createContactStore } from './contacts/contact-store.ts'
import { openLibsql } from './db/libsql-database.ts'
import { migrate } from './db/migrations.ts'
import { settingOf } from './db/setting-store.ts'
import { openDemoSite } from './demo/demo-site.ts'
import { createDirectory } from './directory.ts'
import type { Directory } from './directory.ts'
import { listen } from './listen.ts'
import type { Listener } from './listen.ts'
import type { Logger } from './logger.ts'
import type { DemoSite } from './demo/demo-routes.ts'
import { readEphemeralUsername } from './sip-config/ephemeral-credentials.ts'
import { sipPath } from './sip-config/own-wss-url.ts'

export interface ServerParts {
  readonly log: Logger
  readonly createPbx: (options: PbxOptions) => Pbx
  readonly pageFolder: string
  readonly sdkFolder: string
  /** Milliseconds since the epoch; default the real clock. */
  readonly now?: () => number
}

export interface RunningServer {
  /** `http://127.0.0.1:8080` */
  readonly url: string
  readonly demo: DemoSite
  /** undefined with another engine. */
  readonly pbx: Pbx | undefined
  /** Hangs up, tells the phones, stores what is still to be stored. Within 1.5 s. */
  close(): Promise<void>
}

export async function startServer(config: Config, parts: ServerParts): Promise<RunningServer> {
  const { log, now = Date.now } = parts
  const db = openLibsql(config.db)
  await migrate(db)
  const stores = { users: createUserStore(db), contacts: createContactStore(db), calls: createCallStore(db) }
  const login = createLogin(stores.users, now)
  const demo = await openDemoSite({ ...stores, login, pageFolder: parts.pageFolder })
  const directory = createDirectory(await stores.users.allUsers())
  const authSecret = config['auth-secret'] ?? (await settingOf(db, 'auth_secret', createSecret))
  const callLog = createCallLog(stores.calls, {
    accountOf: directory.accountOf,
    onError: (error) => log.error({ err: error }, 'a call record was not stored'),
  })
  const app = createApp({
    ...stores,
    now,
    login,
    demo,
    sipConfig: sipConfigPolicy(config, authSecret),
    embedSecret: await settingOf(db, 'embed_secret', createSecret),
    sdkFolder: parts.sdkFolder,
    allowedOrigins: config['allow-origin'],
    ...(config['public-url'] !== undefined && { publicUrl: config['public-url'] }),
    onRequest: (request) => log.debug(request, 'request'),
    onError: (error, path) => log.error({ err: error, path }, 'request failed'),
  })
  const pbx =
    config.engine === 'pbx'
      ? parts.createPbx(pbxOptions(config, { authSecret, directory, callLog, log, now }))
      : undefined
  let listener: Listener
  try {
    listener = await listen({ host: config.host, port: config.port, fetch: app.fetch, ...upgradeTo(pbx) })
  } catch (error) {
    await pbx?.close()
    await db.close()
    throw error
  }
  return {
    url: localUrl(config.host, listener.port),
    demo,
    pbx,
    async close() {
      await Promise.all([pbx?.close(), listener.close(1000)])
      await callLog.settled()
      await db.close()
    },
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
  }
}

interface PbxParts {
  readonly authSecret: string
  readonly directory: Directory
  readonly callLog: CallLog
  readonly log: Logger
  readonly now: () => number
}

function pbxOptions(config: Config, { authSecret, directory, callLog, log, now }: PbxParts): PbxOptions {
  return {
    domain: config.domain,
    media: config.media,
    credentialsOf(username) {
      const read = readEphemeralUsername(authSecret, username, Math.floor(now() / 1000))
      if (read === undefined || read === 'expired') return read
      return directory.has(read.user) ? { password: read.password, extension: read.user } : undefined
    },
    hasExtension: directory.has,
    displayNameOf: directory.displayNameOf,
    onCall: callLog.record,
    ...(config['allow-origin'].length > 0 && { allowedOrigins: config['allow-origin'] }),
    log: (level, message, fields) => log[level](fields ?? {}, message),
  }
}

function upgradeTo(pbx: Pbx | undefined): Partial<Pick<Parameters<typeof listen>[0], 'upgrade'>> {
  if (!pbx) return {}
  return {
    upgrade(request, socket, head) {
      const path = request.url?.split('?', 1)[0]
      if (path === sipPath) pbx.handleUpgrade(request, socket, head)
      else socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
    },
  }
}
