/** The SIP user agent as the runners use it: one command at a time, its frames sent and its facts told afterwards. */
import type { Output, UserAgent } from '@zorio/sip'

export interface AgentAccess {
  /** Runs a command with the present time. Undefined when the agent refused it with an exception. */
  run<T>(act: (agent: UserAgent, now: number) => T): T | undefined
}

export type AgentFact = Exclude<Output, { type: 'frame' }>
