import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'

/** Why an upgrade is refused, or undefined when it is welcome. */
export function upgradeRefusal(
  request: IncomingMessage,
  allowedOrigins: readonly string[] | undefined,
): { readonly status: number; readonly reason: string } | undefined {
  const { origin } = request.headers
  // Browsers always send Origin; a program without one cannot be tricked by a web page, so only a foreign one is refused.
  if (allowedOrigins !== undefined && origin !== undefined && !allowedOrigins.includes(origin)) {
    return { status: 403, reason: 'Forbidden' }
  }
  // RFC 7118 4.1: both sides must have agreed on the sub-protocol `sip`.
  if (!offeredProtocols(request).includes('sip')) return { status: 400, reason: 'Bad Request' }
  return undefined
}

function offeredProtocols(request: IncomingMessage): string[] {
  return (request.headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim())
}

export function refuseUpgrade(socket: Duplex, refusal: { status: number; reason: string }): void {
  // The peer may be gone already; there is nobody left to tell.
  socket.on('error', () => undefined)
  socket.end(
    `HTTP/1.1 ${String(refusal.status)} ${refusal.reason}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
  )
}
