import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { answerChallenge, parseChallenge } from '../src/auth/digest.ts'
import { parseAuthorization } from '../src/auth/digest-server.ts'
import { canonicalName, headerValue } from '../src/message/headers.ts'
import { isRequest } from '../src/message/message.ts'
import type { SipRequest } from '../src/message/message.ts'
import { formatNameAddr, parseNameAddr } from '../src/message/name-addr.ts'
import { parseMessage } from '../src/message/parse.ts'
import { formatReason, parseReason } from '../src/message/reason.ts'
import { serializeMessage } from '../src/message/serialize.ts'
import { escapeUser, parseUri, unescapeUser } from '../src/message/uri.ts'
import { PIECES } from './fuzz-frames.ts'

const seed = Number(process.env['SIP_FUZZ_SEED'] ?? Date.now() % 2 ** 31)
const options = { numRuns: Math.min(Number(process.env['SIP_FUZZ_RUNS'] ?? 100_000), 5000), seed }

/** Text as an attacker or a careless contact list has it. */
const hostile = fc
  .array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ maxLength: 6, unit: 'binary' })), { maxLength: 6 })
  .map((parts) => parts.join(''))

const NAMES = ['Via', 'From', 'To', 'Call-ID', 'CSeq', 'X-Extra', 'Content-Length']

function request(part: { uri?: string; from?: string; name?: string; value?: string }): SipRequest {
  return {
    method: 'INVITE',
    uri: part.uri ?? 'sip:1002@pbx.example',
    headers: [
      { name: 'Via', value: 'SIP/2.0/WSS a.invalid;branch=z9hG4bK1' },
      { name: 'From', value: part.from ?? '<sip:1001@pbx.example>;tag=a' },
      { name: 'To', value: '<sip:1002@pbx.example>' },
      { name: 'Call-ID', value: 'c1' },
      { name: 'CSeq', value: '1 INVITE' },
      { name: part.name ?? 'X-Extra', value: part.value ?? 'x' },
    ],
    body: 'body',
  }
}

/** What arrives when it is sent; undefined when the writer refused. A writer may only refuse with a RangeError. */
function arrive(make: () => SipRequest): SipRequest | undefined {
  let frame: string
  try {
    frame = serializeMessage(make())
  } catch (error) {
    expect(error).toBeInstanceOf(RangeError)
    return undefined
  }
  const result = parseMessage(frame)
  if (!result.ok || !isRequest(result.message)) throw new Error(`our own message was refused: ${frame}`)
  expect(result.message.body).toBe('body')
  return result.message
}

const trimmed = (text: string): string => text.replace(/^[ \t]+|[ \t]+$/g, '')

it('a display name stays a display name', () => {
  fc.assert(
    fc.property(hostile, (displayName) => {
      const got = arrive(() =>
        request({ from: `${formatNameAddr({ uri: 'sip:1001@pbx.example', displayName })};tag=a` }),
      )
      // A name without line ends is never refused: any caller may have it.
      expect(got === undefined).toBe(/[\r\n]/.test(displayName))
      if (!got) return
      expect(got.headers.map((field) => field.name)).toEqual(NAMES)
      const from = parseNameAddr(headerValue(got, 'From') ?? '')
      expect(from?.displayName ?? '').toBe(displayName)
      expect(from?.uri).toBe('sip:1001@pbx.example')
      expect([...(from?.params ?? [])]).toEqual([['tag', 'a']])
    }),
    options,
  )
})

it('a header value stays a value, a header name makes one header', () => {
  const names = fc.oneof(fc.constantFrom('X-Extra', 'Subject'), hostile)
  fc.assert(
    fc.property(names, hostile, (name, value) => {
      // What the agent writes itself is not for callers to give: that is checked there, not on the wire.
      fc.pre(!/^(via|v|from|f|to|t|call-id|i|cseq|content-length|l)$/i.test(name))
      fc.pre(!/^(contact|m|route|record-route|max-forwards)$/i.test(name))
      const got = arrive(() => request({ name, value }))
      if (!got) return
      expect(got.headers).toHaveLength(NAMES.length)
      // Compact forms (RFC 3261 7.3.3) arrive under their long names.
      expect(got.headers[5]?.name.toLowerCase()).toBe(canonicalName(name).toLowerCase())
      expect(got.headers[5]?.value).toBe(trimmed(value))
    }),
    options,
  )
})

it('a URI stays the Request-URI', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const uri = `sip:${text}@pbx.example`
      let got: SipRequest | undefined
      try {
        got = arrive(() => request({ uri }))
      } catch (error) {
        // Headers in a Request-URI are for the far end to refuse; the header set must hold all the same.
        if (!/\?/.test(text)) throw error
        return
      }
      if (!got) return
      expect(got.uri).toBe(uri)
      expect(got.headers.map((field) => field.name)).toEqual(NAMES)
    }),
    options,
  )
})

it('a dialled number, escaped, is one user part', () => {
  fc.assert(
    fc.property(hostile, (dialled) => {
      fc.pre(dialled !== '')
      const uri = parseUri(`sip:${escapeUser(dialled)}@pbx.example`)
      expect(uri?.host).toBe('pbx.example')
      expect(uri?.password).toBeUndefined()
      expect(unescapeUser(uri?.user ?? '')).toBe(
        new TextDecoder('utf-8', { ignoreBOM: true }).decode(new TextEncoder().encode(dialled)),
      )
    }),
    options,
  )
})

it('a reason text stays a text', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const got = arrive(() =>
        request({ name: 'Reason', value: formatReason({ protocol: 'SIP', cause: 200, text }) }),
      )
      expect(got === undefined).toBe(/[\r\n]/.test(text))
      if (got)
        expect(parseReason(headerValue(got, 'Reason') ?? '')).toEqual({ protocol: 'SIP', cause: 200, text })
    }),
    options,
  )
})

it('realm, nonce and user name cannot break out of their quotes', () => {
  fc.assert(
    fc.property(hostile, hostile, (realmText, username) => {
      const challenge = parseChallenge(`Digest realm="${realmText}", nonce="n", qop="auth"`)
      if (!challenge) return
      const got = arrive(() => {
        const credentials = { username, password: 'p' }
        const answer = { challenge, credentials, method: 'INVITE', uri: 'sip:x', nonceCount: 1, cnonce: 'c' }
        return request({ name: 'Authorization', value: answerChallenge(answer) })
      })
      if (!got) return
      expect(got.headers).toHaveLength(NAMES.length)
      const back = parseAuthorization(headerValue(got, 'Authorization') ?? '')
      if (username) expect(back?.username.replace(/\\([^])/g, '$1')).toBe(username)
      if (username)
        expect([back?.realm, back?.nonce, back?.uri]).toEqual([challenge.realm, challenge.nonce, 'sip:x'])
    }),
    options,
  )
})
