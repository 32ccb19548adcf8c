/** Everything a phone consists of, as the functions around the line and the calls see it. */
import type { AgentRunner } from './line/agent-runner.ts'
import type { CallList } from './call/call-list.ts'
import type { LineCommand } from './line/line-state.ts'
import type { LineRunner } from './line/line-runner.ts'
import type { PhonePorts } from './ports.ts'
import type { PhoneReporter } from './phone-reporter.ts'
import type { Mirror } from './tabs/tab-port.ts'
import type { PhoneSettings } from './read-options.ts'
import type { PhoneStatus } from './phone-status.ts'
import type { PhoneStore } from './phone-store.ts'
import type { RunQueue } from './base/run-queue.ts'
import type { SipConfigBody } from '@zorio/contract'
import type { Watch } from './watch/watch-port.ts'
import type { Waiters } from './base/waiters.ts'

export interface Parts {
  readonly settings: PhoneSettings
  readonly ports: PhonePorts
  readonly first: SipConfigBody
  readonly queue: RunQueue
  readonly waiters: Waiters
  readonly reporter: PhoneReporter
  readonly agent: AgentRunner
  readonly line: LineRunner
  readonly calls: CallList
  readonly store: PhoneStore
  /** Promises that wait for a command of the line. */
  readonly asked: Map<LineCommand, number[]>
  readonly lookups: AbortController
  config: SipConfigBody
  toldStatus: PhoneStatus
  /** Another tab is the phone. */
  mirror?: Mirror | undefined
  isDown: boolean
  leavePage: () => void
  resign: () => void
  watch: Watch | undefined
  isWatchAsked: boolean
  unmount: () => void
}
