import type { Output, UserAgent } from '@zorio/sip'

/** Lends the sans-I/O agent a clock, timers and a way out. */
export interface SipLoop {
  /** Runs a command; what it puts out is handled before this returns (or, inside a handler, right after that handler). */
  run<T>(command: (agent: UserAgent, now: number) => T): T
  readonly now: () => number
  close(): void
}

export interface SipLoopOptions {
  readonly agent: UserAgent
  readonly onOutput: (output: Output) => void
  readonly onError: (error: unknown) => void
}

export function createSipLoop({ agent, onOutput, onError }: SipLoopOptions): SipLoop {
  const now = () => performance.now()
  let timer: NodeJS.Timeout | undefined
  let isDraining = false
  let isClosed = false

  const drain = () => {
    if (isDraining) return
    isDraining = true
    for (let outputs = agent.takeOutputs(); outputs.length > 0; outputs = agent.takeOutputs()) {
      for (const output of outputs) {
        try {
          onOutput(output)
        } catch (error) {
          // One broken call must not take the others down.
          onError(error)
        }
      }
    }
    isDraining = false
    schedule()
  }
  const schedule = () => {
    clearTimeout(timer)
    timer = undefined
    const deadline = agent.nextDeadline
    if (deadline === undefined || isClosed) return
    timer = setTimeout(
      () => {
        agent.advance(now())
        drain()
      },
      Math.min(Math.max(1, deadline - now()), 60_000),
    )
  }

  return {
    run(command) {
      const result = command(agent, now())
      drain()
      return result
    },
    now,
    close() {
      isClosed = true
      clearTimeout(timer)
    },
  }
}
