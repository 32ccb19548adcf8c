/** Everything of the outside world that a phone touches. `browser-ports.ts` has the real ones, `testing/` the fakes. */
import type { ApiPort } from './api/api-port.ts'
import type { Clock } from './base/clock.ts'
import type { AgentRunner, AgentSetting } from './line/agent-runner.ts'
import type { CreateLine } from './line/line-runner.ts'
import type { LogSink } from './base/logger.ts'
import type { MediaPort } from './media/media-port.ts'
import type { PageSignals } from './base/page-signals-port.ts'
import type { SocketPort } from './signaling/socket-port.ts'
import type { LeadTabs, TabStorage } from './tabs/tab-port.ts'
import type { StartWatch } from './watch/watch-port.ts'
import type { Webphone } from './phone-api.ts'

/** What carries out the decisions about line and SIP. */
export interface Runners {
  /** The line of the phone, which the engine wires to its calls. */
  readonly createLine: CreateLine
  readonly runAgent: (setting: AgentSetting) => AgentRunner
}

export interface PhonePorts extends Runners {
  readonly api: ApiPort
  readonly clock: Clock
  readonly media: MediaPort
  readonly page: PageSignals
  readonly socket: SocketPort
  readonly log: LogSink
  /** Uniform in [0, 1). */
  readonly random: () => number
  /** RFC 4122 v4. */
  readonly uuid: () => string
  /** The tab's own id for that extension, the same after a reload; default a fresh one. */
  readonly instanceId?: ((extension: string) => string) | undefined
  /** Present: only the tab that leads registers by itself. */
  readonly leadTabs?: (() => Promise<LeadTabs>) | undefined
  /** What the tab keeps over a reload; may throw. */
  readonly tabStorage?: (() => TabStorage) | undefined
  /** Fetches the code that watches over a phone at work; without it none does. */
  readonly loadWatch?: (() => Promise<StartWatch>) | undefined
  /** Puts the UI into the page; resolves to its removal. Rejects with `mount_failed`. */
  readonly mountUi?: ((phone: Webphone) => Promise<() => void>) | undefined
}

/** What no page needs before a phone connects. */
export type ConnectedPorts = Pick<PhonePorts, 'media' | 'page' | 'instanceId'>

/** In the browser the ports of a connected phone are on their way while `connect()` asks the back end. */
export type StartingPorts = Omit<PhonePorts, keyof Runners | keyof ConnectedPorts> & {
  readonly connected: ConnectedPorts | Promise<ConnectedPorts>
}
