import type { Core } from './core.ts'
import type { CancelTimer } from '../transaction/timers.ts'

/** RFC 5626 3.5.1 and 4.4.1: CRLF CRLF asks, CRLF answers. */
export interface Keepalive {
  ping(waitMs: number): void
  /** True when the frame was a ping or a pong. */
  receive(flow: string, frame: string): boolean
  flowClosed(flow: string): void
}

export function createKeepalive(core: Core): Keepalive {
  const waiting = new Map<string, { readonly sentAt: number; readonly stop: CancelTimer }>()
  const settle = (flow: string): number | undefined => {
    const ping = waiting.get(flow)
    ping?.stop()
    waiting.delete(flow)
    return ping?.sentAt
  }
  return {
    ping: (waitMs) => {
      const flow = core.flows.newest()?.id
      // One that is not answered yet still counts from when it was sent.
      if (!flow || waiting.has(flow)) return
      const stop = core.timers.after(waitMs, () => {
        waiting.delete(flow)
        core.emit({ type: 'pong-missed', flow })
      })
      waiting.set(flow, { sentAt: core.timers.now, stop })
      core.flows.sendText(flow, '\r\n\r\n')
    },
    receive: (flow, frame) => {
      if (frame === '\r\n\r\n') core.flows.sendText(flow, '\r\n')
      else if (frame === '\r\n') {
        const sentAt = settle(flow)
        if (sentAt !== undefined) core.emit({ type: 'pong', flow, roundTripMs: core.timers.now - sentAt })
      } else return false
      return true
    },
    flowClosed: settle,
  }
}
