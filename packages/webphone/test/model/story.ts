/** The grammar of the events: which may follow which. */
import { fail } from './fail.ts'
import type { Happening } from './walk.ts'

const stepsMs = [1000, 2000, 4000, 8000, 16_000, 30_000]

/** Throws at the first event that could not have happened there. */
export function checkStory(events: readonly Happening[]): void {
  checkLine(events)
  const calls = new Map<object, string[]>()
  for (const { name, payload } of events) {
    if (name === 'error') checkError(payload)
    const call = callOf(payload)
    if (call) calls.set(call, [...(calls.get(call) ?? []), name])
  }
  for (const names of calls.values()) checkCall(names)
}

function callOf(payload: unknown): object | undefined {
  return typeof payload === 'object' && payload !== null && 'call' in payload
    ? (payload.call as object)
    : undefined
}

function checkError(payload: unknown): void {
  if ((payload as { code?: unknown }).code === 'internal') fail(`an error of our own: ${String(payload)}`)
}

function checkLine(events: readonly Happening[]): void {
  let isUp = false
  let attempt = 0
  for (const { name, payload } of events) {
    if (name === 'connected' || name === 'disconnected') {
      if (isUp === (name === 'connected')) fail(`${name} twice`)
      isUp = name === 'connected'
    }
    if (name === 'registered' && !isUp) fail('registered without a socket')
    if (name === 'registered' || name === 'unregistered') attempt = name === 'registered' ? 0 : attempt
    if (name !== 'auto_reconnect') continue
    const wait = payload as { attempt: number; delay_ms: number }
    if (wait.attempt !== 1 && wait.attempt !== attempt + 1) fail(`attempt ${wait.attempt} after ${attempt}`)
    attempt = wait.attempt
    if (wait.delay_ms < (stepsMs[attempt - 1] ?? 30_000)) fail(`attempt ${attempt} after ${wait.delay_ms} ms`)
  }
}

function checkCall(names: readonly string[]): void {
  const story = names.filter((name) => name !== 'call_updated').join(' ')
  const ends = names.filter((name) => name === 'call_hangup').length
  if (ends !== 1 || names.at(-1) !== 'call_hangup') fail(`a call's story: ${names.join(' ')}`)
  if (names.filter((name) => name === 'call_answered').length > 1) fail(`answered twice: ${story}`)
  if (/call_answered.* (call_ringing|incoming_call)/.test(story)) fail(`it rings after the answer: ${story}`)
  if (names.includes('incoming_call') && names[0] !== 'incoming_call') fail(`late incoming_call: ${story}`)
}
