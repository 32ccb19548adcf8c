/** What an application asks of a phone. */
import { mostCalls } from './call/call-list.ts'
import { readCallHeaders } from './call/header-rules.ts'
import { readDialNumber } from './call/number-rules.ts'
import { refuse } from './line/failure-rules.ts'
import type { ZorioWebphoneError } from './errors.ts'
import type { CallOptions } from './options.ts'
import type { LineCommand } from './line/line-state.ts'
import type { Parts } from './phone-parts.ts'
import type { ZorioCall } from './call-api.ts'

export function ask(
  { isDown, waiters, asked, queue, calls, line }: Parts,
  command: LineCommand,
): Promise<void> {
  if (isDown && command !== 'disconnect') return refuse({ code: 'phone_disconnected' })
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
  if (!number) return refuse({ code: 'invalid_number' })
  const headers = readCallHeaders(options)
  if (!headers) return refuse({ code: 'invalid_header' })
  if (isDown) return refuse({ code: 'phone_disconnected' })
  if (line.state.phase !== 'online')
    return refuse({ code: 'not_registered', message: `The phone is ${line.status}.` })
  if (calls.liveCount >= mostCalls) return refuse({ code: 'too_many_calls' })
  return calls.dial(number, headers)
}

export function settle({ asked, waiters }: Parts, command: LineCommand, error?: ZorioWebphoneError): void {
  const ids = asked.get(command) ?? []
  asked.delete(command)
  for (const id of ids) waiters.settle(id, error)
}
