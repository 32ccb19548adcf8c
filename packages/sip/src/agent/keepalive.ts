import type { Core } from './core.ts'

/** RFC 5626 3.5.1 and 4.4.1: CRLF CRLF asks, CRLF answers. */
export interface Keepalive {
  ping(): void
  /** True when the frame was a ping or a pong. */
  receive(flow: string, frame: string): boolean
  flowClosed(flow: string): void
}

export function createKeepalive({ flows, emit }: Core): Keepalive {
  /** Flows with a ping that is not answered yet: a CRLF that nobody asked for is no pong. */
  const asked = new Set<string>()
  return {
    ping: () => {
      const flow = flows.newest()?.id
      if (!flow) return
      asked.add(flow)
      flows.sendText(flow, '\r\n\r\n')
    },
    receive: (flow, frame) => {
      if (frame === '\r\n\r\n') flows.sendText(flow, '\r\n')
      else if (frame !== '\r\n') return false
      else if (asked.delete(flow)) emit({ type: 'pong', flow })
      return true
    },
    flowClosed: (flow) => void asked.delete(flow),
  }
}
