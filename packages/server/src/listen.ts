/** One TCP port for HTTP and, by upgrade, for SIP over WebSocket. */
import { createServer } from 'node:http'
import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { getRequestListener } from '@hono/node-server'

export interface Upgrade {
  /** The one path that takes upgrades; all others are refused. */
  readonly path: string
  readonly take: (request: IncomingMessage, socket: Duplex, head: Buffer) => void
}

export interface Listener {
  readonly port: number
  /** From now on; before it every upgrade is refused. */
  takeUpgrades(upgrade: Upgrade): void
  /** Takes no new requests, gives running ones `graceMs`, then cuts them. */
  close(graceMs: number): Promise<void>
}

export interface ListenOptions {
  readonly host: string
  readonly port: number
  readonly fetch: Parameters<typeof getRequestListener>[0]
}

export async function listen(options: ListenOptions): Promise<Listener> {
  const answer = getRequestListener(options.fetch)
  const server = createServer((request, response) => void answer(request, response))
  // A client has this long to send its headers, and its whole request: a slow one must not hold a socket for ever.
  server.headersTimeout = 10_000
  server.requestTimeout = 30_000
  let upgrade: Upgrade | undefined
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy())
    if (request.url?.split('?', 1)[0] === upgrade?.path) upgrade?.take(request, socket, head)
    else refuseUpgrade(socket)
  })
  await start(server, options)
  const address = server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : options.port,
    takeUpgrades: (taken) => {
      upgrade = taken
    },
    close: (graceMs) => stop(server, graceMs),
  }
}

function refuseUpgrade(socket: Duplex): void {
  socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
}

function start(server: Server, { host, port }: ListenOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(startError(error, { host, port })))
    server.listen(port, host, resolve)
  })
}

function startError(error: NodeJS.ErrnoException, at: { host: string; port: number }): Error {
  const messages: Readonly<Record<string, string>> = {
    EADDRINUSE: `Port ${at.port} on ${at.host} is taken. Pass --port N for another one, or --port 0 for any free one.`,
    EACCES: `Port ${at.port} needs more rights. Pass --port N with N of 1024 or more.`,
    EADDRNOTAVAIL: `${at.host} is no address of this machine.`,
    ENOTFOUND: `${at.host} is no address of this machine.`,
  }
  return new Error(messages[error.code ?? ''] ?? `Cannot listen on ${at.host}:${at.port}: ${error.message}`, {
    cause: error,
  })
}

function stop(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), graceMs)
    server.close(() => {
      clearTimeout(cut)
      resolve()
    })
    server.closeIdleConnections()
  })
}
