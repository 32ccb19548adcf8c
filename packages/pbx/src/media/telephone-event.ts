/** Key presses as RTP telephone-events (RFC 4733), on the 8 kHz clock. */
const KEYS = '0123456789*#ABCD'
const SAMPLES_PER_TICK = 160
/** -10 dBm0 (RFC 4733 2.3.3). */
const VOLUME = 10
/** RFC 4733 2.5.1.4: the last packet is sent three times. */
const END_PACKETS = 3

export interface EventPacket {
  readonly payload: Buffer
  /** Samples since the event began: subtract from the running clock for the frozen RTP timestamp. */
  readonly first: boolean
}

export function isKey(digit: string): boolean {
  return digit.length === 1 && KEYS.includes(digit)
}

export interface DigitSender {
  /** Queues keys; anything that is no key is left out. */
  send(digits: string): void
  /** What to send in this 20 ms beat, if anything. */
  next(): EventPacket | undefined
  readonly isIdle: boolean
}

/** 100 ms keys with 60 ms of rest between the last end packet and the next key. */
export function createDigitSender(options: { toneTicks?: number; restTicks?: number } = {}): DigitSender {
  const toneTicks = options.toneTicks ?? 5
  const cycle = toneTicks + END_PACKETS - 1 + (options.restTicks ?? 3)
  const queue: string[] = []
  let tick = 0

  return {
    send: (digits) => {
      queue.push(...Array.from(digits.toUpperCase()).filter(isKey))
    },
    next() {
      const digit = queue[0]
      if (digit === undefined) return undefined
      tick += 1
      const at = tick
      if (at >= cycle) {
        queue.shift()
        tick = 0
      }
      if (at > toneTicks + END_PACKETS - 1) return undefined
      const duration = Math.min(at, toneTicks) * SAMPLES_PER_TICK
      return { payload: eventPayload(digit, duration, at >= toneTicks), first: at === 1 }
    },
    get isIdle() {
      return queue.length === 0
    },
  }
}

function eventPayload(digit: string, duration: number, isEnd: boolean): Buffer {
  const payload = Buffer.alloc(4)
  payload[0] = KEYS.indexOf(digit)
  payload[1] = (isEnd ? 0x80 : 0) | VOLUME
  payload.writeUInt16BE(duration, 2)
  return payload
}

export interface DigitReader {
  /** The key of a new press; undefined for updates and repeats of one already told. */
  read(packet: { payload: Buffer; ssrc: number; timestamp: number }): string | undefined
}

/** One press has one RTP timestamp whatever the number of packets, and any of its packets may be lost: the first one seen tells it. */
export function createDigitReader(): DigitReader {
  let last: string | undefined
  return {
    read({ payload, ssrc, timestamp }) {
      if (payload.length < 4) return undefined
      const digit = KEYS[payload[0] ?? 255]
      const press = `${String(ssrc)}/${String(timestamp)}`
      if (digit === undefined || press === last) return undefined
      last = press
      return digit
    },
  }
}
