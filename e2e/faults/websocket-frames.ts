/** Splits one direction of a WebSocket byte stream into frames (RFC 6455 5.2), without extensions. */
export interface Frame {
  readonly opcode: number
  readonly text: string
  readonly raw: Buffer
  readonly isMasked: boolean
}

export const textOpcode = 1

interface Layout {
  readonly headerBytes: number
  readonly payloadBytes: number
  readonly isMasked: boolean
}

function readLayout(bytes: Buffer): Layout | undefined {
  if (bytes.length < 2) return undefined
  const isMasked = ((bytes[1] ?? 0) & 0x80) !== 0
  const short = (bytes[1] ?? 0) & 0x7f
  const extra = short === 126 ? 2 : short === 127 ? 8 : 0
  if (bytes.length < 2 + extra) return undefined
  const payloadBytes =
    short === 126 ? bytes.readUInt16BE(2) : short === 127 ? Number(bytes.readBigUInt64BE(2)) : short
  return { headerBytes: 2 + extra + (isMasked ? 4 : 0), payloadBytes, isMasked }
}

function unmask(payload: Buffer, key: Buffer): Buffer {
  return Buffer.from(payload.map((byte, index) => byte ^ (key[index % 4] ?? 0)))
}

/** Feeds bytes, returns whole frames; keeps the rest for the next call. */
export class FrameReader {
  #rest = Buffer.alloc(0)

  read(bytes: Buffer): readonly Frame[] {
    this.#rest = Buffer.concat([this.#rest, bytes])
    const frames: Frame[] = []
    for (;;) {
      const layout = readLayout(this.#rest)
      const total = layout && layout.headerBytes + layout.payloadBytes
      if (layout === undefined || total === undefined || this.#rest.length < total) return frames
      const raw = this.#rest.subarray(0, total)
      const payload = raw.subarray(layout.headerBytes)
      const clear = layout.isMasked
        ? unmask(payload, raw.subarray(layout.headerBytes - 4, layout.headerBytes))
        : payload
      frames.push({
        opcode: (raw[0] ?? 0) & 0x0f,
        text: clear.toString('utf8'),
        raw,
        isMasked: layout.isMasked,
      })
      this.#rest = this.#rest.subarray(total)
    }
  }
}

/** A text frame; masked with a zero key, which is a legal mask. */
export function encodeText(text: string, isMasked: boolean): Buffer {
  const payload = Buffer.from(text, 'utf8')
  const maskBit = isMasked ? 0x80 : 0
  const length =
    payload.length < 126
      ? Buffer.from([maskBit | payload.length])
      : payload.length < 65_536
        ? Buffer.from([maskBit | 126, payload.length >> 8, payload.length & 0xff])
        : (() => {
            const long = Buffer.alloc(9)
            long[0] = maskBit | 127
            long.writeBigUInt64BE(BigInt(payload.length), 1)
            return long
          })()
  return Buffer.concat([
    Buffer.from([0x80 | textOpcode]),
    length,
    isMasked ? Buffer.alloc(4) : Buffer.alloc(0),
    payload,
  ])
}
