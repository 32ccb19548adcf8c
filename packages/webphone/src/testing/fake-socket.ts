/** A socket port whose server side is in the test's hands: text frames both ways, cut, mute, refuse. */
import type { Socket, SocketFacts, SocketPort } from '../signaling/socket-port.ts'

export interface FakeServerSocket {
  readonly url: string
  readonly sent: readonly string[]
  readonly isOpen: boolean
  readonly isDropped: boolean
  /** The server accepts. */
  accept(): void
  /** A frame from the server. */
  deliver(text: string): void
  close(reason?: string): void
  /** From now on nothing passes, in either direction, and no close tells of it. */
  silence(): void
}

export interface FakeSockets extends SocketPort {
  readonly sockets: readonly FakeServerSocket[]
  readonly latest: FakeServerSocket
  readonly openCount: number
  /** What the server does with each new socket; default: accepts it in a later task. */
  onOpen: (socket: FakeServerSocket) => void
  onFrame: (socket: FakeServerSocket, text: string) => void
}

export function createFakeSockets(): FakeSockets {
  const sockets: FakeServerSocket[] = []
  const fake: FakeSockets = {
    sockets,
    get latest() {
      const last = sockets.at(-1)
      if (!last) throw new Error('no socket was opened')
      return last
    },
    get openCount() {
      return sockets.filter((one) => one.isOpen).length
    },
    onOpen: (socket) => queueMicrotask(() => socket.accept()),
    onFrame: () => {},
    open(url, facts) {
      const { server, client } = createPair(url, facts, (text) => fake.onFrame(server, text))
      sockets.push(server)
      fake.onOpen(server)
      return client
    },
  }
  return fake
}

function createPair(url: string, facts: SocketFacts, onFrame: (text: string) => void) {
  const sent: string[] = []
  let state: 'opening' | 'open' | 'closed' = 'opening'
  let isSilent = false
  let isDropped = false
  const server: FakeServerSocket = {
    url,
    sent,
    get isOpen() {
      return state === 'open'
    },
    get isDropped() {
      return isDropped
    },
    accept() {
      if (state !== 'opening') return
      state = 'open'
      facts.onOpened()
    },
    deliver(text) {
      if (state === 'open' && !isSilent) facts.onFrame(text)
    },
    close(reason = 'cut') {
      if (state === 'closed') return
      state = 'closed'
      if (!isSilent) facts.onClosed({ code: 1006, reason })
    },
    silence() {
      isSilent = true
    },
  }
  const client: Socket = {
    send(text) {
      if (state !== 'open') return
      sent.push(text)
      if (!isSilent) onFrame(text)
    },
    drop() {
      isDropped = true
      state = 'closed'
    },
  }
  return { server, client }
}
