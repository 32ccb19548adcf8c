/** Drives the sans-I/O user agent: time in, frames out to the socket, facts out to whoever decides. */
import type { Clock } from '../base/clock.ts'
import type { Logger } from '../base/logger.ts'
import type { UserAgent } from '@zorio/sip'
import type { AgentAccess, AgentFact } from './agent-port.ts'

export interface AgentSetting {
  readonly agent: UserAgent
  readonly clock: Clock
  readonly logger: Logger
  /** A frame for the socket of that flow; ignored when the socket is gone. */
  send(flow: string, frame: string): void
  /** Called in order; must not block. */
  onFact(fact: AgentFact): void
}

export interface AgentRunner extends AgentAccess {
  /** No command and no timer after it. */
  stop(): void
}

export function createAgentRunner(setting: AgentSetting): AgentRunner {
  const { agent, clock, logger } = setting
  let cancel: (() => void) | undefined
  let isStopped = false

  const drain = () => {
    for (const output of agent.takeOutputs()) {
      if (output.type === 'frame') setting.send(output.flow, output.data)
      else setting.onFact(output)
    }
    cancel?.()
    cancel = undefined
    const { nextDeadline } = agent
    if (nextDeadline === undefined || isStopped) return
    cancel = clock.setTimer(Math.max(0, nextDeadline - clock.now()), () => run((ua, now) => ua.advance(now)))
  }

  const run = <T>(act: (agent: UserAgent, now: number) => T): T | undefined => {
    if (isStopped) return undefined
    try {
      return act(agent, clock.now())
    } catch (error) {
      logger.error('the SIP agent refused a command', error)
      return undefined
    } finally {
      drain()
    }
  }

  return {
    run,
    stop() {
      isStopped = true
      cancel?.()
    },
  }
}
