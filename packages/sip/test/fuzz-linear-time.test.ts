import { describe, expect, it } from 'vitest'
import { parseChallenge } from '../src/auth/digest.ts'
import { headerValues } from '../src/message/headers.ts'
import { parseDtmfBody } from '../src/message/dtmf-body.ts'
import { parseNameAddr } from '../src/message/name-addr.ts'
import { parseMessage } from '../src/message/parse.ts'
import { parseReferTo } from '../src/message/refer-to.ts'
import { parseUri } from '../src/message/uri.ts'
import { parseVia } from '../src/message/via.ts'

/** Text that grows with `n`, and who has to read it. */
type Pump = readonly [name: string, make: (n: number) => string, read: (text: string) => unknown]

const head =
  'INVITE sip:a@b SIP/2.0\r\nv: SIP/2.0/WS a;branch=z9hG4bK1\r\nt: <sip:a@b>\r\ni: c\r\nCSeq: 1 INVITE\r\n'
const frame = (line: string) => `${head}${line}\r\n\r\n`
const readContacts = (text: string): unknown =>
  headerValues({ headers: [{ name: 'Contact', value: text }] }, 'm').map(parseNameAddr)

const PUMPS: readonly Pump[] = [
  ['a quoted name', (n) => frame(`f: "${'x'.repeat(n)}" <sip:a@b>;tag=1`), parseMessage],
  ['escaped quotes', (n) => frame(`f: "${'\\"'.repeat(n / 2)}" <sip:a@b>;tag=1`), parseMessage],
  ['an open quote of escapes', (n) => frame(`f: "${'\\\\'.repeat(n / 2)}`), parseMessage],
  ['quotes', (n) => frame(`f: ${'"'.repeat(n)}`), parseMessage],
  ['open brackets', (n) => frame(`f: ${'<'.repeat(n)}`), parseMessage],
  ['blanks in a name', (n) => frame(`f: a${' '.repeat(n)}b`), parseMessage],
  ['blanks in a header name', (n) => frame(`f${' '.repeat(n)}: <sip:a@b>`), parseMessage],
  ['blanks in the request line', (n) => `INVITE ${' '.repeat(n)}x\r\n${frame('f: a')}`, parseMessage],
  ['parameters', (n) => frame(`f: <sip:a@b>${';p=1'.repeat(n / 4)}`), parseMessage],
  ['semicolons', (n) => frame(`f: <sip:a@b>${';'.repeat(n)}`), parseMessage],
  ['Contacts in one line', (n) => frame(`f: <sip:a@b>\r\nm: ${'<sip:a@b>,'.repeat(n / 10)}`), parseMessage],
  ['commas', (n) => frame(`f: <sip:a@b>\r\nm: ${','.repeat(n)}`), parseMessage],
  ['folded lines', (n) => frame(`f: <sip:a@b>${'\r\n ;'.repeat(n / 4)}`), parseMessage],
  ['blank lines first', (n) => '\r\n'.repeat(n / 2) + frame('f: <sip:a@b>'), parseMessage],
  ['lone CRs', (n) => frame(`f: ${'\r'.repeat(n)}`), parseMessage],
  ['NULs behind backslashes', (n) => frame(`f: "${'\\\0'.repeat(n / 2)}" <sip:a@b>`), parseMessage],
  ['a scheme that never ends', (n) => `${'a'.repeat(n)};`, parseNameAddr],
  ['semicolons behind a scheme', (n) => `a:${';'.repeat(n)}<`, parseNameAddr],
  ['unclosed Contacts', (n) => '"a'.repeat(n / 2), readContacts],
  ['ats', (n) => `sip:${'@'.repeat(n)}`, parseUri],
  ['URI parameters', (n) => `sip:a@b${';x'.repeat(n / 2)}`, parseUri],
  ['dots in a host', (n) => `sip:a@${'a.'.repeat(n / 2)}!`, parseUri],
  ['blanks in a Via', (n) => `SIP${' '.repeat(n)}/2.0/UDP a`, parseVia],
  ['a protocol without slash', (n) => `${'S'.repeat(n)} x`, parseVia],
  ['blanks before a port', (n) => `SIP/2.0/UDP a${' '.repeat(n)}x`, parseVia],
  ['challenge parameters', (n) => `Digest ${'a=b, '.repeat(n / 5)}`, parseChallenge],
  ['blanks in a challenge', (n) => `Digest ${' '.repeat(n)}"`, parseChallenge],
  ['qop values', (n) => `Digest realm="r", nonce="n", qop="${'a,'.repeat(n / 2)}"`, parseChallenge],
  ['headers in Refer-To', (n) => `<sip:a@b?${'x&'.repeat(n / 2)}>`, parseReferTo],
  [
    'blank lines in a DTMF body',
    (n) => '\n'.repeat(n),
    (text) => parseDtmfBody('application/dtmf-relay', text),
  ],
  [
    'blanks in a DTMF body',
    (n) => `Signal=1${' '.repeat(n)}x`,
    (text) => parseDtmfBody('application/dtmf', text),
  ],
  ['blank DTMF lines', (n) => ' '.repeat(n), (text) => parseDtmfBody('application/dtmf-relay', text)],
]

/** Reliability bar for one hostile frame. */
const BAR_MS = 50

/** The best of several runs, in milliseconds: a busy machine only ever adds. Gives up on what is hopeless. */
function bestOf(runs: number, read: (text: string) => unknown, text: string): number {
  let best = Infinity
  for (let run = 0; run < runs; run++) {
    const started = performance.now()
    read(text)
    const took = performance.now() - started
    best = Math.min(best, took)
    if (took > 10 * BAR_MS) break
  }
  return best
}

describe('time grows with the length, not with its square', () => {
  it.each(PUMPS)('%s', (_, make, read) => {
    // Step by step, so that a regular expression gone wild fails here instead of running for hours.
    for (const length of [500, 1_000, 8_000]) expect(bestOf(20, read, make(length))).toBeLessThan(BAR_MS)
    const [short, long] = [make(8_000), make(64_000)]
    let base = Infinity
    let grown = Infinity
    // Eight times the text: linear is 8, quadratic 64. Below a millisecond the clock tells nothing. Other work beside this can
    // only make the long one look worse, for a while: what is quadratic stays so in every round.
    const isLinear = () => grown < 1 || grown / base < 30
    for (let round = 0; round < 20 && !(isLinear() && grown < BAR_MS); round++) {
      base = Math.min(base, bestOf(7, read, short))
      grown = Math.min(grown, bestOf(7, read, long))
    }
    expect(isLinear(), `${base.toFixed(3)} ms, then ${grown.toFixed(3)} ms`).toBe(true)
    expect(grown).toBeLessThan(BAR_MS)
  })
})
