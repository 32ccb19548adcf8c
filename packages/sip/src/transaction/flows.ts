import type { SipMessage } from '../message/message.ts'
import { serializeMessage } from '../message/serialize.ts'

export interface Flow {
  readonly id: string
  /** What is owed to old dialogs may go out here: it has registered, or nothing has to register first. */
  isReady: boolean
}

/** The open connections, oldest first. */
export interface Flows {
  open(id: string, isReady: boolean): void
  close(id: string): void
  get(id: string | undefined): Flow | undefined
  newest(): Flow | undefined
  /** Does nothing on a closed flow, or without one. Throws RangeError for a message that would break apart. */
  send(id: string | undefined, message: SipMessage): void
  sendText(id: string, data: string): void
}

export function createFlows(emitFrame: (flow: string, data: string) => void): Flows {
  const open = new Map<string | undefined, Flow>()
  let newest: Flow | undefined
  const sendText = (id: string | undefined, data: string): void => {
    const flow = open.get(id)
    if (flow) emitFrame(flow.id, data)
  }
  return {
    open: (id, isReady) => {
      if (open.has(id)) return
      newest = { id, isReady }
      open.set(id, newest)
    },
    close: (id) => {
      open.delete(id)
      if (newest?.id === id) newest = [...open.values()].at(-1)
    },
    get: (id) => open.get(id),
    newest: () => newest,
    send: (id, message) => sendText(id, serializeMessage(message)),
    sendText,
  }
}
