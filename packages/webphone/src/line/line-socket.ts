/** The present socket of the line as a flow of the user agent. Facts of older sockets stop here or at the line's step. */
import type { AgentAccess } from './agent-port.ts'
import type { LineInput } from './line-state.ts'
import type { RunQueue } from '../base/run-queue.ts'
import type { Socket, SocketPort } from '../signaling/socket-port.ts'

export interface LineSocket {
  open(generation: number, url: string): void
  /** Tells the user agent that the flow is up. */
  openFlow(): void
  drop(): void
  send(flow: string, frame: string): void
}

export interface LineSocketPorts {
  readonly socket: SocketPort
  readonly agent: AgentAccess
  readonly queue: RunQueue
}

export function createLineSocket(
  { socket: sockets, agent, queue }: LineSocketPorts,
  input: (input: LineInput) => void,
): LineSocket {
  let socket: Socket | undefined
  let flow = ''

  return {
    open(generation, url) {
      const own = `socket-${generation}`
      flow = own
      socket = sockets.open(url, {
        onOpened: () => input({ type: 'opened', generation }),
        onFrame: (text) =>
          queue(() => {
            if (flow === own && socket) agent.run((ua, now) => ua.receive(own, text, now))
          }),
        onClosed: ({ reason }) => input({ type: 'closed', generation, reason }),
      })
    },
    openFlow: () => agent.run((ua, now) => ua.openFlow(flow, now)),
    drop() {
      if (!socket) return
      agent.run((ua, now) => ua.closeFlow(flow, now))
      socket.drop()
      socket = undefined
    },
    send(target, frame) {
      if (target === flow) socket?.send(frame)
    },
  }
}
