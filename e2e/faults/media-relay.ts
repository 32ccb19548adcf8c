/**
 * A UDP relay between the browser and the PBX that makes a bad network: jitter, a narrow path, loss. It puts itself into the
 * path through the SDP: the PBX's candidate becomes ours, and the PBX learns the browser's address from what we forward.
 */
import { createSocket, type Socket } from 'node:dgram'
import type { Direction, Verdict } from './fault-proxy.ts'
import { withBody } from './sip-text.ts'

export interface Impairment {
  /** Every packet waits for 0 to this long, so that they overtake each other. */
  readonly jitterMs?: number
  /** Each direction; what would wait for more than `longestQueueMs` is dropped. */
  readonly bitsPerSecond?: number
  /** 0 to 1. */
  readonly lossShare?: number
}

interface Peer {
  readonly port: number
  readonly address: string
}

const longestQueueMs = 250
/** Of IPv4 and UDP. */
const headerBytes = 28

export class MediaRelay {
  readonly #front = createSocket('udp4')
  readonly #back = createSocket('udp4')
  #browser: Peer | undefined
  #pbx: Peer | undefined
  #impairment: Impairment = {}
  readonly #freeAt = new Map<Socket, number>()
  /** Packets that were forwarded. */
  forwarded = 0

  async start(): Promise<void> {
    this.#front.on('message', (bytes, from) => {
      this.#browser = from
      this.#forward(this.#back, bytes, () => this.#pbx)
    })
    this.#back.on('message', (bytes) => this.#forward(this.#front, bytes, () => this.#browser))
    for (const socket of [this.#front, this.#back])
      await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve))
  }

  /** A filter for the proxy of the signalling. */
  readonly filter = (message: string, direction: Direction): Verdict => {
    if (!/^a=candidate:/m.test(message)) return 'pass'
    return { replaceBy: withBody(message, (sdp) => (direction === 'down' ? this.#lead(sdp) : hidden(sdp))) }
  }

  impair(impairment: Impairment): void {
    this.#impairment = impairment
  }

  stop(): void {
    this.#front.close()
    this.#back.close()
  }

  /** Our address in place of the PBX's first candidate; the others go. */
  #lead(sdp: string): string {
    const [line = '', head, address, port, rest] =
      /^(a=candidate:\S+ 1 udp \d+) (\d+\.\d+\.\d+\.\d+) (\d+) (.*)\r\n/im.exec(sdp) ?? []
    if (address === undefined) return sdp
    this.#pbx = { address, port: Number(port) }
    const own = this.#front.address().port
    return hidden(sdp.replace(line, `a=ours\r\n`)).replace(
      'a=ours\r\n',
      `${head} 127.0.0.1 ${own} ${rest}\r\n`,
    )
  }

  #forward(through: Socket, bytes: Buffer, to: () => Peer | undefined): void {
    const { lossShare = 0, jitterMs = 0 } = this.#impairment
    if (Math.random() < lossShare) return
    const queuedMs = this.#queue(through, bytes)
    if (queuedMs > longestQueueMs) return
    const send = () => {
      const peer = to()
      if (!peer) return
      this.forwarded += 1
      // The socket may be closed by the end of the test.
      try {
        through.send(bytes, peer.port, peer.address)
      } catch {}
    }
    const waitMs = queuedMs + Math.random() * jitterMs
    if (waitMs === 0) send()
    else setTimeout(send, waitMs)
  }

  /** Milliseconds that the packet waits for those before it. */
  #queue(through: Socket, bytes: Buffer): number {
    const { bitsPerSecond } = this.#impairment
    if (bitsPerSecond === undefined) return 0
    const now = performance.now()
    const startsAt = Math.max(now, this.#freeAt.get(through) ?? 0)
    if (startsAt - now <= longestQueueMs)
      this.#freeAt.set(through, startsAt + ((bytes.length + headerBytes) * 8000) / bitsPerSecond)
    return startsAt - now
  }
}

const hidden = (sdp: string) => sdp.replace(/^a=candidate:.*\r\n/gim, '')
