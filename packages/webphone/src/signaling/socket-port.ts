/** A WebSocket with sub-protocol `sip` (RFC 7118), as the line needs it. Facts carry the socket they belong to by closure; the line checks the generation. */
export interface SocketPort {
  /** Starts to open; never throws: a bad URL is reported as `onClosed`. */
  open(url: string, facts: SocketFacts): Socket
}

export interface SocketFacts {
  onOpened(): void
  /** Text of one frame; binary frames are decoded as UTF-8, frames over 64 KiB dropped before. */
  onFrame(text: string): void
  /** Exactly once unless `drop()` was called first. */
  onClosed(detail: { code?: number | undefined; reason: string }): void
}

export interface Socket {
  send(text: string): void
  /** Lets go at once: no fact comes after it, whatever the browser still does with the socket. */
  drop(): void
}
