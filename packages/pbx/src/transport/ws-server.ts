import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type RawData, type WebSocket } from 'ws'
import { createTokenBucket } from './token-bucket.ts'
import { refuseUpgrade, upgradeRefusal } from './upgrade-rules.ts'

/** SIP frames of many phones, one WebSocket each: the only file that knows sockets. */
export interface WsServer {
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  send(flow: string, frame: string): void
  /** Cuts without a close frame, as a dead network would. */
  cut(flow: string): void
  cutAll(): void
  /** Refuses every upgrade with 503 for this long. */
  refuseFor(ms: number): void
  /** Closes all with 1001 and forgets them; sockets that do not answer are cut after half a second. */
  close(): Promise<void>
}

export interface WsServerOptions {
  readonly allowedOrigins?: readonly string[] | undefined
  readonly addressOf?: ((request: IncomingMessage) => string | undefined) | undefined
  readonly onOpen: (flow: string) => void
  readonly onFrame: (flow: string, frame: string) => void
  readonly onClose: (flow: string) => void
  readonly log: (level: 'debug' | 'info' | 'warn', message: string, fields?: Record<string, unknown>) => void
}

const MAX_FRAME_BYTES = 65_536
/** A busy phone sends a handful of frames a second; a burst is a page that reloads with several calls up. */
const FRAME_LIMIT = { perSecond: 50, burst: 200 }
const PING_INTERVAL_MS = 30_000
const CLOSE_GRACE_MS = 500
/** A phone that does not read what it is sent must not fill our memory. */
const MAX_BACKLOG_BYTES = 1_048_576
const MAX_LOGGED_ORIGIN = 255
const POLICY_VIOLATION = 1008
const GOING_AWAY = 1001

export function createWsServer(options: WsServerOptions): WsServer {
  const { log, addressOf = (request) => request.socket.remoteAddress } = options
  const sockets = new Map<string, WebSocket>()
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_FRAME_BYTES,
    perMessageDeflate: false,
    handleProtocols: () => 'sip',
  })
  const stopPinging = pingAll(sockets)
  let flowCount = 0
  let refuseUntil = 0
  let isClosed = false

  const whoAsks = (request: IncomingMessage) => ({
    address: addressOf(request),
    origin: request.headers.origin?.slice(0, MAX_LOGGED_ORIGIN),
  })

  const welcome = (socket: WebSocket, request: IncomingMessage) => {
    flowCount += 1
    const flow = `flow-${String(flowCount)}`
    sockets.set(flow, socket)
    log('info', 'socket opened', { flow, ...whoAsks(request) })
    socket.on('message', limitedReader(flow, socket, options))
    socket.on('error', (error) => {
      log('info', 'socket error', { flow, error: error.message })
    })
    socket.on('close', (code) => {
      log('debug', 'socket closed', { flow, code })
      if (sockets.delete(flow)) options.onClose(flow)
    })
    options.onOpen(flow)
  }

  return {
    handleUpgrade(request, socket, head) {
      const refusal =
        isClosed || performance.now() < refuseUntil
          ? { status: 503, reason: 'Service Unavailable' }
          : upgradeRefusal(request, options.allowedOrigins)
      if (refusal === undefined) {
        server.handleUpgrade(request, socket, head, welcome)
        return
      }
      log(refusal.status === 503 ? 'info' : 'warn', 'upgrade refused', { ...refusal, ...whoAsks(request) })
      refuseUpgrade(socket, refusal)
    },
    send(flow, frame) {
      const socket = sockets.get(flow)
      if (socket?.readyState !== socket?.OPEN) return
      if ((socket?.bufferedAmount ?? 0) > MAX_BACKLOG_BYTES) socket?.terminate()
      else socket?.send(frame)
    },
    cut(flow) {
      sockets.get(flow)?.terminate()
    },
    cutAll() {
      for (const socket of sockets.values()) socket.terminate()
    },
    refuseFor(ms) {
      refuseUntil = performance.now() + ms
    },
    async close() {
      isClosed = true
      stopPinging()
      await Promise.all([...sockets.values()].map(closeSocket))
      server.close()
    },
  }
}

function limitedReader(flow: string, socket: WebSocket, options: WsServerOptions) {
  const bucket = createTokenBucket(FRAME_LIMIT)
  return (data: RawData) => {
    if (!bucket.take(1, performance.now())) {
      if (socket.readyState !== socket.OPEN) return
      options.log('warn', 'flood: socket closed', { flow })
      socket.close(POLICY_VIOLATION, 'too many frames')
      setTimeout(() => {
        socket.terminate()
      }, CLOSE_GRACE_MS).unref()
      return
    }
    if (socket.readyState === socket.OPEN) options.onFrame(flow, textOf(data))
  }
}

function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString('utf8')
  return (data instanceof ArrayBuffer ? Buffer.from(data) : data).toString('utf8')
}

/** A socket that did not answer the last ping is dead, whatever its state says. */
function pingAll(sockets: ReadonlyMap<string, WebSocket>): () => void {
  const silent = new WeakSet<WebSocket>()
  const timer = setInterval(() => {
    for (const socket of sockets.values()) {
      if (silent.has(socket)) {
        socket.terminate()
        continue
      }
      silent.add(socket)
      socket.once('pong', () => silent.delete(socket))
      if (socket.readyState === socket.OPEN) socket.ping()
    }
  }, PING_INTERVAL_MS)
  timer.unref()
  return () => {
    clearInterval(timer)
  }
}

function closeSocket(socket: WebSocket): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      socket.terminate()
    }, CLOSE_GRACE_MS)
    socket.once('close', () => {
      clearTimeout(timer)
      resolve()
    })
    socket.close(GOING_AWAY)
  })
}
