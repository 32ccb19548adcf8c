import { createServer, connect, type Server, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'
import { encodeText, FrameReader, textOpcode, type Frame } from './websocket-frames.ts'

/** `up`: from the phone to the server. */
export type Direction = 'up' | 'down'

/** What becomes of one SIP message: as it is, gone, twice, or another text. */
export type Verdict = 'pass' | 'drop' | 'duplicate' | { readonly replaceBy: string }

interface Pipe {
  readonly from: Socket
  readonly to: Socket
  readonly direction: Direction
  readonly reader: FrameReader
  /** Bytes that wait behind a stall, in order. */
  backlog: Buffer[]
  isUpgraded: boolean
  /** Held back alone, whatever the others do. */
  isStuck: boolean
}

/**
 * A TCP proxy in front of the server, with the faults of a bad network on command. HTTP passes through; on a WebSocket
 * single SIP messages can be dropped, doubled or changed.
 */
export class FaultProxy {
  #server: Server | undefined
  readonly #pipes = new Set<Pipe>()
  readonly #clients = new Set<Socket>()
  readonly #stalled = new Set<Direction>()
  readonly #swallowed = new Set<Direction>()
  #targetPort: number
  readonly #targetHost: string
  #isRefusing = false
  #isSilent = false
  #latencyMs = 0
  #handshakeMs = 0
  #sliceBytes = 0
  #filter: ((message: string, direction: Direction) => Verdict) | undefined
  /** All SIP messages that passed or were dropped, in order. */
  readonly messages: { readonly at: number; readonly direction: Direction; readonly text: string }[] = []
  /** When each connection was accepted, ms of `performance.now()`. */
  readonly accepted: number[] = []

  constructor(targetPort: number, targetHost = '127.0.0.1') {
    this.#targetPort = targetPort
    this.#targetHost = targetHost
  }

  async start(): Promise<void> {
    const server = createServer({ noDelay: true }, (client) => this.#accept(client))
    this.#server = server
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  }

  get url(): string {
    if (this.#server === undefined) throw new Error('the proxy is not started')
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  /** The next connections lead to another port (a restarted server). */
  retarget(port: number): void {
    this.#targetPort = port
  }

  /** All connections end with a TCP reset, as after a crash or a NAT that forgot. */
  reset(): void {
    for (const pipe of this.#pipes) pipe.from.resetAndDestroy()
  }

  /** Bytes wait; `flow` lets them go in order. Sockets stay open: the classic zombie. */
  stall(...directions: Direction[]): void {
    for (const direction of directions) this.#stalled.add(direction)
  }

  /** As `stall`, but only for the connections of this moment; `flow` ends it. */
  stallPresent(): void {
    for (const pipe of this.#pipes) pipe.isStuck = true
  }

  /** Bytes vanish, sockets stay open. */
  swallow(...directions: Direction[]): void {
    for (const direction of directions) this.#swallowed.add(direction)
  }

  /** Ends stalls and swallowing; what was stalled is delivered. */
  flow(): void {
    this.#stalled.clear()
    this.#swallowed.clear()
    for (const pipe of this.#pipes) {
      pipe.isStuck = false
      const backlog = pipe.backlog
      pipe.backlog = []
      for (const bytes of backlog) this.#deliver(pipe, bytes)
    }
  }

  /** New connections are reset at once. */
  refuse(isRefusing: boolean): void {
    this.#isRefusing = isRefusing
  }

  /** New connections are accepted and never answered. */
  acceptSilently(isSilent: boolean): void {
    this.#isSilent = isSilent
  }

  /** One way, each direction. `handshake`: a new connection costs a round trip too, which loopback would give for nothing. */
  latency(ms: number, { handshake = false } = {}): void {
    this.#latencyMs = ms
    this.#handshakeMs = handshake ? 2 * ms : 0
  }

  /** Delivers in pieces of that many bytes; 0 turns it off. */
  slice(bytes: number): void {
    this.#sliceBytes = bytes
  }

  /** Sees every SIP message on WebSockets opened from now on. */
  filter(decide: ((message: string, direction: Direction) => Verdict) | undefined): void {
    this.#filter = decide
  }

  /** A message of our own to every phone that is connected, as often as asked. */
  inject(text: string | readonly string[]): void {
    const bytes = Buffer.concat([text].flat().map((one) => encodeText(one, false)))
    for (const pipe of this.#pipes)
      if (pipe.direction === 'down' && pipe.isUpgraded) this.#deliver(pipe, bytes)
  }

  async stop(): Promise<void> {
    for (const client of this.#clients) client.destroy()
    for (const pipe of this.#pipes) pipe.from.destroy()
    await new Promise<void>((resolve) => this.#server?.close(() => resolve()) ?? resolve())
  }

  #accept(client: Socket): void {
    this.accepted.push(performance.now())
    this.#clients.add(client)
    client.on('error', () => {})
    client.on('close', () => this.#clients.delete(client))
    if (this.#isRefusing) return void client.resetAndDestroy()
    if (this.#isSilent) return
    if (this.#handshakeMs === 0) return this.#join(client)
    setTimeout(() => this.#join(client), this.#handshakeMs)
  }

  #join(client: Socket): void {
    if (client.destroyed) return
    const upstream = connect({ port: this.#targetPort, host: this.#targetHost, noDelay: true })
    this.#pipe(client, upstream, 'up')
    this.#pipe(upstream, client, 'down')
  }

  #pipe(from: Socket, to: Socket, direction: Direction): void {
    const pipe: Pipe = {
      from,
      to,
      direction,
      reader: new FrameReader(),
      backlog: [],
      isUpgraded: false,
      isStuck: false,
    }
    this.#pipes.add(pipe)
    from.on('data', (bytes: Buffer) => this.#receive(pipe, bytes))
    from.on('error', () => to.resetAndDestroy())
    from.on('close', () => {
      this.#pipes.delete(pipe)
      to.destroy()
    })
  }

  #receive(pipe: Pipe, bytes: Buffer): void {
    if (this.#swallowed.has(pipe.direction)) return
    const out = pipe.isUpgraded ? this.#judge(pipe, bytes) : bytes
    if (!pipe.isUpgraded) this.#noticeUpgrade(pipe, bytes)
    if (out.length === 0) return
    if (pipe.isStuck || this.#stalled.has(pipe.direction)) return void pipe.backlog.push(out)
    this.#deliver(pipe, out)
  }

  /** After the 101 both directions carry frames. */
  #noticeUpgrade(pipe: Pipe, bytes: Buffer): void {
    if (pipe.direction !== 'down' || !bytes.subarray(0, 12).toString('latin1').startsWith('HTTP/1.1 101'))
      return
    for (const other of this.#pipes) if (other.from === pipe.to || other === pipe) other.isUpgraded = true
  }

  #judge(pipe: Pipe, bytes: Buffer): Buffer {
    return Buffer.concat(pipe.reader.read(bytes).map((frame) => this.#judgeFrame(pipe.direction, frame)))
  }

  #judgeFrame(direction: Direction, frame: Frame): Buffer {
    if (frame.opcode !== textOpcode || frame.text.trim() === '') return frame.raw
    this.messages.push({ at: performance.now(), direction, text: frame.text })
    const verdict = this.#filter?.(frame.text, direction) ?? 'pass'
    if (verdict === 'drop') return Buffer.alloc(0)
    if (verdict === 'duplicate') return Buffer.concat([frame.raw, frame.raw])
    return verdict === 'pass' ? frame.raw : encodeText(verdict.replaceBy, frame.isMasked)
  }

  #deliver(pipe: Pipe, bytes: Buffer): void {
    const write = () => {
      if (pipe.to.destroyed) return
      if (this.#sliceBytes === 0) return void pipe.to.write(bytes)
      for (let at = 0; at < bytes.length; at += this.#sliceBytes)
        pipe.to.write(bytes.subarray(at, at + this.#sliceBytes))
    }
    if (this.#latencyMs === 0) write()
    else setTimeout(write, this.#latencyMs)
  }
}
