import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseAuthorization } from '../src/auth/digest-server.ts'
import { parseChallenge } from '../src/auth/digest.ts'
import { parseDtmfBody } from '../src/message/dtmf-body.ts'
import { headerValues } from '../src/message/headers.ts'
import { isRequest } from '../src/message/message.ts'
import type { SipMessage } from '../src/message/message.ts'
import { parseNameAddr } from '../src/message/name-addr.ts'
import { parseMessage } from '../src/message/parse.ts'
import { readReasons } from '../src/message/reason.ts'
import { parseReferTo } from '../src/message/refer-to.ts'
import { serializeMessage } from '../src/message/serialize.ts'
import { parseSessionExpires } from '../src/message/session-expires.ts'
import { parseSipfrag } from '../src/message/sipfrag.ts'
import { parseUri } from '../src/message/uri.ts'
import { PIECES, SEEDS } from './fuzz-frames.ts'

const runs = Number(process.env['SIP_FUZZ_RUNS'] ?? 100_000)
const seed = Number(process.env['SIP_FUZZ_SEED'] ?? Date.now() % 2 ** 31)

/** A place in the frame, from its start (0) to its end (1). Doubles of fast-check crowd at 0. */
const place = fc.noBias(fc.nat(9999)).map((n) => n / 9999)

/** One change: put a piece in the place of up to `cut` characters, or a copy of another stretch of the frame. */
const mutation = fc.record({
  at: place,
  cut: fc.constantFrom(0, 0, 0, 1, 1, 2, 7, 60),
  piece: fc.oneof(
    fc.constantFrom(...PIECES),
    fc.string({ maxLength: 2 }),
    fc.string({ maxLength: 2 }),
    fc.string({ maxLength: 4, unit: 'binary' }),
    place,
  ),
})

const mutatedFrame = fc
  .tuple(fc.constantFrom(...SEEDS), fc.array(mutation, { minLength: 1, maxLength: 4 }))
  .map(([frame, changes]) => {
    let text = frame
    for (const { at, cut, piece } of changes) {
      const from = Math.floor(at * (text.length + 1))
      const stretch =
        typeof piece === 'string' ? piece : text.slice(Math.floor(piece * text.length)).slice(0, 80)
      text = text.slice(0, from) + stretch + text.slice(from + cut)
    }
    return text
  })

/** Everything that upper layers ask of a message. */
function readAll(message: SipMessage): void {
  for (const { name, value } of message.headers) {
    for (const each of headerValues(message, name)) parseNameAddr(each)
    parseReferTo(value)
    parseChallenge(value)
    parseAuthorization(value)
    parseSessionExpires(value)
  }
  readReasons(message)
  parseSipfrag(message.body)
  parseDtmfBody('application/dtmf-relay', message.body)
  if (isRequest(message)) parseUri(message.uri)
}

const withoutLength = ({ headers, ...rest }: SipMessage) => ({
  ...rest,
  headers: headers.filter((field) => field.name !== 'Content-Length'),
})

it(
  `never throws, and what it reads can be written and read again: ${runs} mutated frames`,
  { timeout: 120_000 },
  () => {
    const counts = { read: 0, answerable: 0, dropped: 0 }
    const started = performance.now()
    fc.assert(
      fc.property(mutatedFrame, (frame) => {
        const result = parseMessage(frame)
        if (result.ok) {
          counts.read++
          readAll(result.message)
          const again = parseMessage(serializeMessage(result.message))
          // The length header is ours to write; everything else comes back as it was.
          if (!again.ok) throw new Error(`written, then refused: ${again.detail}`)
          expect(JSON.stringify(withoutLength(again.message))).toBe(
            JSON.stringify(withoutLength(result.message)),
          )
        } else if (result.partial) {
          counts.answerable++
          readAll(result.partial)
          const headers = result.partial.headers.filter(({ name }) =>
            /^(Via|From|To|Call-ID|CSeq)$/.test(name),
          )
          serializeMessage({ status: result.status, reason: 'Bad', headers, body: '' })
        } else counts.dropped++
      }),
      { numRuns: runs, seed },
    )
    const seconds = ((performance.now() - started) / 1000).toFixed(1)
    console.info(
      `fuzz: ${runs} mutated frames in ${seconds} s, seed ${seed} (SIP_FUZZ_SEED repeats it): ` +
        `${counts.read} read, ${counts.answerable} answerable, ${counts.dropped} dropped, 0 thrown`,
    )
    // Mutations that always, or never, break the frame would test little.
    expect(counts.read).toBeGreaterThan(runs / 20)
    expect(counts.answerable).toBeGreaterThan(runs / 20)
  },
)

it('never throws on text that is no SIP at all', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(parseMessage(text).ok).toBe(false)
    }),
    { numRuns: Math.min(runs, 5000), seed },
  )
})
