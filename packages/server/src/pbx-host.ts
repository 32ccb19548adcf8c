/** What the PBX is told by the server: who may register, who exists, where its news go, and which requests are its. */
import type { Pbx, PbxCallEvent, PbxOptions } from '@zorio/pbx'
import { createCallLog } from './calls/call-log.ts'
import type { CallStore } from './calls/call-store.ts'
import type { Config } from './config.ts'
import { lineOfContact } from './demo/demo-users.ts'
import type { Directory } from './directory.ts'
import type { Upgrade } from './listen.ts'
import type { Logger } from './logger.ts'
import { readEphemeralUsername } from './sip-config/ephemeral-credentials.ts'
import type { ReadAddress } from './http/trusted-proxies.ts'
import { sipPath } from './sip-config/own-wss-url.ts'

export interface PbxHost {
  readonly createPbx: (options: PbxOptions) => Pbx
  readonly authSecret: string
  readonly directory: Directory
  readonly calls: CallStore
  /** Told of each step of a call at once. */
  readonly onCall: (event: PbxCallEvent) => void
  /** Told of each step of a call once it is stored. */
  readonly onStored: (event: PbxCallEvent, accountId: number) => Promise<void>
  readonly log: Logger
  readonly now: () => number
  readonly readAddress: ReadAddress
  /** Where pages of this server itself come from: they may always register. */
  readonly ownOrigins: readonly string[]
}

export interface HostedPbx {
  /** undefined where another engine does its work. */
  readonly pbx: Pbx | undefined
  readonly upgrade?: Upgrade
  /** Resolves when every call that the PBX told of is stored. */
  readonly settled: () => Promise<void>
}

export function hostPbx(config: Config, host: PbxHost): HostedPbx {
  const { log, now, authSecret, directory } = host
  if (config.engine !== 'pbx') return { pbx: undefined, settled: () => Promise.resolve() }
  const callLog = createCallLog(host.calls, {
    accountOf: directory.accountOf,
    onStored: host.onStored,
    onError: (error) => log.error({ err: error }, 'a call record was not stored'),
  })
  const pbx = host.createPbx({
    domain: config.domain,
    media: config.media,
    credentialsOf(username) {
      const read = readEphemeralUsername(authSecret, username, Math.floor(now() / 1000))
      if (read === undefined || read === 'expired') return read
      return directory.has(read.user) ? { password: read.password, extension: read.user } : undefined
    },
    hasExtension: directory.has,
    ...(config.mode === 'demo' ? { standInFor: lineOfContact } : { testNumbers: 'echo' as const }),
    displayNameOf: directory.displayNameOf,
    onCall(event) {
      host.onCall(event)
      callLog.record(event)
    },
    ...(config['allow-origin'].length > 0 && {
      allowedOrigins: [...config['allow-origin'], ...host.ownOrigins],
    }),
    addressOf: ({ socket, headers }) =>
      host.readAddress(socket.remoteAddress, headers['x-forwarded-for']?.toString()),
    log: (level, message, fields) => log[level](fields ?? {}, message),
  })
  return {
    pbx,
    upgrade: { path: sipPath, take: (request, socket, head) => pbx.handleUpgrade(request, socket, head) },
    settled: callLog.settled,
  }
}
