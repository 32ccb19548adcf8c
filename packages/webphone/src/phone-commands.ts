/** What an application asks of a phone. */
import { mostCalls } from './call/call-list.ts'
import { readCallHeaders } from './call/header-rules.ts'
import { readDialNumber } from './call/number-rules.ts'
import { ZorioWebphoneError } from './errors.ts'
import type { CallOptions } from './options.ts'
import type { ErrorCode } from './errors.ts'
import type { LineCommand } from './line/line-state.ts'
import type { Parts } from './phone-parts.ts'
import type { ZorioCall } from './call-api.ts'

function refuse(code: ErrorCode, message: string): Promise<never> {
  const refusal = Promise.reject(new ZorioWebphoneError(code, message))
  refusal.catch(() => {})
  return refusal
}

export function ask(
  { isDown, waiters, asked, queue, calls, line }: Parts,
  command: LineCommand,
): Promise<void> {
  if (isDown && command !== 'disconnect') return refuse('phone_disconnected', 'The phone is disconnected.')
  const { id, promise } = waiters.add(() => {})
  asked.set(command, [...(asked.get(command) ?? []), id])
  if (command === 'disconnect') queue(() => calls.endAll())
  line.input({ type: command })
  return promise
}

export function call(
  { isDown, line, calls }: Parts,
  text: string,
  options: CallOptions = {},
): Promise<ZorioCall> {
  const number = readDialNumber(text)
  if (!number) return refuse('invalid_number', 'Not a number that can be dialled.')
  const headers = readCallHeaders(options)
  if (!headers) return refuse('invalid_header', 'An extra header or id is not allowed.')
  if (isDown) return refuse('phone_disconnected', 'The phone is disconnected.')
  if (line.state.phase !== 'online') return refuse('not_registered', `The phone is ${line.status}.`)
  if (calls.liveCount >= mostCalls) return refuse('too_many_calls', `There are ${mostCalls} calls.`)
  return calls.dial(number, headers)
}

export function settle({ asked, waiters }: Parts, command: LineCommand, error?: ZorioWebphoneError): void {
  const ids = asked.get(command) ?? []
  asked.delete(command)
  for (const id of ids) waiters.settle(id, error)
}
