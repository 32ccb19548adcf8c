/**
 * Runs jobs one after the other, each to its end. A job that is asked for while another one runs (a host that hangs up
 * inside `incoming_call`) waits for its turn, so a state machine never sees an input in the middle of a step.
 */
export type RunQueue = (job: () => void) => void

export function createRunQueue(onCrash: (error: unknown) => void): RunQueue {
  const jobs: (() => void)[] = []
  let isRunning = false
  return (job) => {
    jobs.push(job)
    if (isRunning) return
    isRunning = true
    for (let next = jobs.shift(); next; next = jobs.shift()) {
      try {
        next()
      } catch (error) {
        onCrash(error)
      }
    }
    isRunning = false
  }
}
