/** Sending digits: job after job, step after step; RFC 4733 first, SIP INFO where the far end takes none. */
import { setTimer, settle, wrongState } from './call-turn-rules.ts'
import { refusedWith } from '../line/failure-rules.ts'
import type { CallInput } from './call-state.ts'
import type { CallTurn } from './call-turn-rules.ts'
import type { Failure } from '../line/failure-rules.ts'

export function onSendDigits(turn: CallTurn, { job }: CallInput & { type: 'send-digits' }): void {
  if (turn.call.stage !== 'answered') return wrongState(turn, job.id)
  turn.call.digitJobs = [...turn.call.digitJobs, job]
  run(turn)
}

function run(turn: CallTurn): void {
  const { call, effects } = turn
  const [job, ...later] = call.digitJobs
  if (!job || call.isSendingDigits) return
  const [step] = job.steps
  if (!step) {
    call.digitJobs = later
    settle(turn, job.id)
    return run(turn)
  }
  call.isSendingDigits = true
  const { durationMs, gapMs } = job
  if (step.type === 'pause') {
    replaceStep(turn)
    return setTimer(turn, 'digits', step.delayMs)
  }
  if (job.via === 'info') {
    // Not kept for later: whatever asked for the digit does not wait for an outage to end.
    if (!call.isLineUp) return failJob(turn, { code: 'not_registered' })
    effects.push({ type: 'send-info', digit: step.digits.charAt(0), durationMs })
  } else effects.push({ type: 'send-tones', digits: step.digits, durationMs, gapMs })
}

/** The first step of the first job is done, or becomes `rest`. */
function replaceStep(turn: CallTurn, rest = ''): void {
  const [job, ...later] = turn.call.digitJobs
  if (!job) return
  const steps = job.steps.slice(1)
  if (rest) steps.unshift({ type: 'tones', digits: rest })
  turn.call.digitJobs = [{ ...job, steps }, ...later]
}

export function onDigitsTimer(turn: CallTurn): void {
  turn.call.isSendingDigits = false
  run(turn)
}

export function onTonesSent(turn: CallTurn, { isSent }: CallInput & { type: 'tones-sent' }): void {
  const { call } = turn
  const [job, ...later] = call.digitJobs
  if (!job || !call.isSendingDigits) return
  call.isSendingDigits = false
  if (isSent) replaceStep(turn)
  else if (job.via === 'auto') call.digitJobs = [{ ...job, via: 'info' }, ...later]
  else return failJob(turn, { code: 'dtmf_failed' })
  run(turn)
}

export function onInfoAnswered(turn: CallTurn, { status }: CallInput & { type: 'info-answered' }): void {
  const { call } = turn
  const [job] = call.digitJobs
  const step = job?.steps[0]
  if (!job || !call.isSendingDigits || step?.type !== 'tones') return
  if (status >= 300) return failJob(turn, refusedWith('dtmf_failed', status))
  replaceStep(turn, step.digits.slice(1))
  setTimer(turn, 'digits', job.durationMs + job.gapMs)
}

function failJob(turn: CallTurn, failure: Failure): void {
  const { call } = turn
  const [job, ...later] = call.digitJobs
  if (!job) return
  call.isSendingDigits = false
  call.digitJobs = later
  settle(turn, job.id, failure)
  run(turn)
}
