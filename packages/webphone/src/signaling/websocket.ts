/** A browser WebSocket with sub-protocol `sip` (RFC 7118). */
import type { SocketPort } from './socket-port.ts'

const longestFrame = 65_536
/** In one second. A PBX sends a handful, a backlog some dozens: this is an attack or a loop, and would freeze the page. */
const mostFrames = 600

export const browserSockets: SocketPort = {
  open(url, facts) {
    let socket: WebSocket | undefined
    let isDropped = false
    let windowFrom = 0
    let frames = 0
    const decoder = new TextDecoder()
    const tell = (act: () => void) => {
      if (!isDropped) act()
    }
    const close = (code: number | undefined, reason: string) =>
      tell(() => {
        isDropped = true
        facts.onClosed({ code, reason })
      })
    try {
      socket = new WebSocket(url, 'sip')
      socket.binaryType = 'arraybuffer'
      socket.addEventListener('open', () => tell(() => facts.onOpened()))
      socket.addEventListener('message', ({ data }) => tell(() => receive(data)))
      socket.addEventListener('close', ({ code, reason }) => close(code, reason || `closed (${code})`))
    } catch {
      queueMicrotask(() => close(undefined, 'the URL was refused by the browser'))
    }

    const isFlood = (now: number) => {
      if (now - windowFrom > 1000) {
        windowFrom = now
        frames = 0
      }
      return ++frames > mostFrames
    }

    const receive = (data: unknown) => {
      if (isFlood(performance.now())) {
        close(undefined, 'too many frames')
        return socket?.close()
      }
      const text = data instanceof ArrayBuffer ? decoder.decode(data) : data
      if (typeof text === 'string' && text.length <= longestFrame) facts.onFrame(text)
    }

    return {
      send(text) {
        if (socket?.readyState === WebSocket.OPEN) socket.send(text)
      },
      drop() {
        isDropped = true
        // The browser may take a minute to close a silent peer; nobody waits for it.
        socket?.close()
      },
    }
  },
}
