/** Commands to the tab that leads: each promise settles with its answer, or with an error when it does not come. */
import { errorCodes, ZorioWebphoneError } from '../errors.ts'
import type { AskLeader } from './remote-call.ts'
import type { CallOptions } from '../options.ts'
import type { ErrorCode } from '../errors.ts'
import type { SharedPhone } from './tab-port.ts'
import type { TabError, TabMessage } from './tab-messages.ts'
import type { ZorioCall } from '../call-api.ts'

/** A tab that lives says within this that it was asked; one that hangs or died does not. */
const takenMs = 2000
/** Longer than a permission prompt is waited for. */
const doneMs = 60_000

interface Waiting {
  readonly settle: (uuid: string, error?: ZorioWebphoneError) => void
  cancel: () => void
}

export interface TabAsker {
  readonly ask: AskLeader
  dial(
    number: string,
    options: CallOptions | undefined,
    find: (uuid: string) => ZorioCall | undefined,
  ): Promise<ZorioCall>
  onMessage(message: TabMessage): void
  /** The leader is gone: nothing that was asked will be answered. */
  giveUp(): void
}

export function createTabAsker(
  { clock, uuid: newId }: Pick<SharedPhone, 'clock' | 'uuid'>,
  send: (message: TabMessage) => void,
): TabAsker {
  const waiting = new Map<string, Waiting>()

  const settle = (id: string, uuid: string, error?: ZorioWebphoneError) => {
    const one = waiting.get(id)
    waiting.delete(id)
    one?.cancel()
    one?.settle(uuid, error)
  }
  const lose = (id: string) => settle(id, '', lost())
  const ask = (act: string, uuid: string, args: readonly unknown[]) => {
    const id = newId()
    const asked = new Promise<string>((resolve, reject) => {
      waiting.set(id, {
        settle: (answer, error) => (error ? reject(error) : resolve(answer)),
        cancel: clock.setTimer(takenMs, () => lose(id)),
      })
    })
    asked.catch(() => {})
    send({ type: 'command', id, act, uuid, args })
    return asked
  }

  return {
    ask,
    async dial(number, options, find) {
      const call = find(await ask('dial', '', [number, options]))
      if (call) return call
      throw lost()
    },
    onMessage(message) {
      if (message.type === 'done') settle(message.id, message.uuid, message.error && errorFrom(message.error))
      if (message.type !== 'taken') return
      const one = waiting.get(message.id)
      one?.cancel()
      if (one) one.cancel = clock.setTimer(doneMs, () => lose(message.id))
    },
    giveUp() {
      for (const id of waiting.keys()) lose(id)
    },
  }
}

function lost(): ZorioWebphoneError {
  return new ZorioWebphoneError('not_registered', 'The tab that has the phone does not answer.')
}

function errorFrom({ code, message, details }: TabError): ZorioWebphoneError {
  const isKnown = Object.hasOwn(errorCodes, code)
  return new ZorioWebphoneError(isKnown ? (code as ErrorCode) : 'internal', message, details && { details })
}
