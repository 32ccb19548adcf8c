import { describe, expect, it } from 'vitest'
import { headerValue, headerValues } from '../../src/message/headers.ts'
import { isRequest } from '../../src/message/message.ts'
import type { SipMessage } from '../../src/message/message.ts'
import { parseCSeq } from '../../src/message/cseq.ts'
import { parseNameAddr } from '../../src/message/name-addr.ts'
import { parseMessage } from '../../src/message/parse.ts'
import { parseVia } from '../../src/message/via.ts'
import { utf8Bytes } from '../../src/message/utf8.ts'
import { APPLICATION } from './application.ts'
import { INVALID } from './invalid.ts'
import { frameOf } from './torture-message.ts'
import type { TortureMessage } from './torture-message.ts'
import { VALID } from './valid.ts'

interface Fields {
  readonly fromTag: string | undefined
  readonly toTag: string | undefined
  readonly callId: string | undefined
  readonly cseq: string
  readonly branches: readonly (string | undefined)[]
  readonly contacts: readonly string[]
  readonly bodyBytes: number
}

function fieldsOf(message: SipMessage): Fields {
  const tagOf = (name: string) => parseNameAddr(headerValue(message, name) ?? '')?.params.get('tag')
  const cseq = parseCSeq(headerValue(message, 'CSeq') ?? '')
  return {
    fromTag: tagOf('From'),
    toTag: tagOf('To'),
    callId: headerValue(message, 'Call-ID'),
    cseq: `${cseq?.number} ${cseq?.method}`,
    branches: headerValues(message, 'Via').map((via) => parseVia(via)?.params.get('branch')),
    contacts: headerValues(message, 'Contact').map((contact) => parseNameAddr(contact)?.uri ?? 'unreadable'),
    bodyBytes: utf8Bytes(message.body).length,
  }
}

const oddMethod = "!interesting-Method0123456789_*+`.%indeed'~"
const noBranch = Array.from({ length: 33 }, () => undefined)

/** Read off the messages by hand, never from the parser. */
const EXPECTED: Readonly<Record<string, Fields>> = {
  wsinv: {
    fromTag: '98asjd8',
    toTag: '1918181833n',
    callId: 'wsinv.ndaksdj@192.0.2.1',
    cseq: '9 INVITE',
    branches: ['390skdjuw', 'z9hG4bK9ikj8', 'z9hG4bK30239'],
    contacts: ['sip:jdrosen@example.com'],
    bodyBytes: 150,
  },
  intmeth: {
    fromTag: "_token~1'+`*%!-.",
    toTag: undefined,
    callId: 'intmeth.word%ZK-!.*_+\'@word`~)(><:\\/"][?}{',
    cseq: `139122385 ${oddMethod}`,
    branches: ["z9hG4bK-.!%66*_+`'~"],
    contacts: [],
    bodyBytes: 0,
  },
  esc01: {
    fromTag: '938',
    toTag: undefined,
    callId: 'esc01.239409asdfakjkn23onasd0-3234',
    cseq: '234234 INVITE',
    branches: ['z9hG4bKkdjuw'],
    contacts: ['sip:cal%6Cer@host5.example.net;%6C%72;n%61me=v%61lue%25%34%31'],
    bodyBytes: 150,
  },
  escnull: {
    fromTag: '839923423',
    toTag: undefined,
    callId: 'escnull.39203ndfvkjdasfkq3w4otrq0adsfdfnavd',
    cseq: '14398234 REGISTER',
    branches: ['z9hG4bKkdjuw'],
    contacts: ['sip:%00@host5.example.com', 'sip:%00%00@host5.example.com'],
    bodyBytes: 0,
  },
  esc02: {
    fromTag: 'f232jadfj23',
    toTag: undefined,
    callId: 'esc02.asdfnqwo34rq23i34jrjasdcnl23nrlknsdf',
    cseq: '29344 RE%47IST%45R',
    branches: ['z9hG4bK209%fzsnel234'],
    contacts: ['sip:alias1@host1.example.com', 'sip:alias3@host3.example.com'],
    bodyBytes: 0,
  },
  lwsdisp: {
    fromTag: '323',
    toTag: undefined,
    callId: 'lwsdisp.1234abcd@funky.example.com',
    cseq: '60 OPTIONS',
    branches: ['z9hG4bKkdjuw'],
    contacts: [],
    bodyBytes: 0,
  },
  longreq: {
    fromTag: `1${'298'.repeat(50)}2424`,
    toTag: undefined,
    callId: `longreq.one${'really'.repeat(20)}longcallid`,
    cseq: '3882340 INVITE',
    branches: [...noBranch, `very${'long'.repeat(50)}branchvalue`],
    contacts: [`sip:${'amazinglylongcallername'.repeat(5)}@host5.example.net`],
    bodyBytes: 150,
  },
  dblreq: {
    fromTag: '43251j3j324',
    toTag: undefined,
    callId: 'dblreq.0ha0isndaksdj99sdfafnl3lk233412',
    cseq: '8 REGISTER',
    branches: ['z9hG4bKkdjuw23492'],
    contacts: ['sip:j.user@host.example.com'],
    bodyBytes: 0,
  },
  semiuri: {
    fromTag: '33242',
    toTag: undefined,
    callId: 'semiuri.0ha0isndaksdj',
    cseq: '8 OPTIONS',
    branches: ['z9hG4bKkdjuw'],
    contacts: [],
    bodyBytes: 0,
  },
  transports: {
    fromTag: '323',
    toTag: undefined,
    callId: 'transports.kijh4akdnaqjkwendsasfdj',
    cseq: '60 OPTIONS',
    branches: [
      'z9hG4bKkdjuw',
      'z9hG4bKklasjdhf',
      'z9hG4bK2980unddj',
      'z9hG4bKasd0f3en',
      'z9hG4bK0a9idfnee',
    ],
    contacts: [],
    bodyBytes: 0,
  },
  // Its body is not UTF-8: a WebSocket has put U+FFFD (3 bytes) for each stray octet, and 553 bytes of that text are
  // what is left. A phone that wanted CMS bodies would have to take frames as bytes.
  mpart01: {
    fromTag: '2fb0dcc9',
    toTag: undefined,
    callId: '3d9485ad0c49859b@Zmx1ZmZ5LW1hYy0xNi5sb2NhbA..',
    cseq: '1 MESSAGE',
    branches: ['z9hG4bK-d87543-4dade06d0bdb11ee-1--d87543-'],
    contacts: ['sip:fluffy@127.0.0.1:5070'],
    bodyBytes: 553,
  },
  unreason: {
    fromTag: '11141343',
    toTag: '2229',
    callId: 'unreason.1234ksdfak3j2erwedfsASdf',
    cseq: '35 INVITE',
    branches: ['z9hG4bK1324923'],
    contacts: ['sip:user@host198.example.com'],
    bodyBytes: 154,
  },
  noreason: {
    fromTag: '39ansfi3',
    toTag: '902jndnke3',
    callId: 'noreason.asndj203insdf99223ndf',
    cseq: '35 INVITE',
    branches: ['z9hG4bK2398ndaoe'],
    contacts: ['sip:user@host105.example.com'],
    bodyBytes: 0,
  },
}

/** Read although the RFC calls it broken: only an element that uses Date need care (3.1.2.12). */
const TOLERATED = ['baddate']

/** What the wire layer alone says to sections 3.2 to 3.4; a status is a refusal. */
const APPLICATION_RESULTS: Readonly<Record<string, number | 'read'>> = {
  insuf: 400,
  multi01: 400,
  mcl01: 400,
}

describe('RFC 4475 3.1.1: valid messages', () => {
  it.each(VALID.map((message) => [message.name, message] as const))('%s', (name, message) => {
    const result = parseMessage(frameOf(message))
    expect(result).toMatchObject({ ok: true })
    if (result.ok) expect(fieldsOf(result.message)).toEqual(EXPECTED[name])
  })
})

describe('RFC 4475 3.1.2: invalid messages', () => {
  it.each(INVALID.map((message) => [message.name, message] as const))('%s', (name, message) => {
    const result = parseMessage(frameOf(message))
    expect(result.ok).toBe(TOLERATED.includes(name))
    if (!result.ok) expect(result.status).toBe(name === 'badvers' ? 505 : 400)
    // A request is answered; a response is dropped.
    if (!result.ok) expect(result.partial !== undefined).toBe(!message.text.startsWith('SIP/2.0'))
  })

  it('refuses the unquoted comma of baddn for itself, not for its missing blank line', () => {
    const baddn = INVALID.find((message) => message.name === 'baddn')
    expect(parseMessage(`${baddn?.text}\r\n`)).toMatchObject({ ok: false, detail: 'bad From' })
  })
})

describe('RFC 4475 3.2 to 3.4: well-formed, for upper layers', () => {
  it.each(APPLICATION.map((message) => [message.name, message] as const))('%s', (name, message) => {
    const result = parseMessage(frameOf(message))
    expect(result.ok ? 'read' : result.status).toBe(APPLICATION_RESULTS[name] ?? 'read')
  })

  it('leaves insuf without an answer: there is nothing to address it to', () => {
    const insuf = APPLICATION.find((message) => message.name === 'insuf')
    const result = parseMessage(insuf?.text ?? '')
    expect(result).toMatchObject({ ok: false, detail: 'no From, To, Call-ID' })
    expect(result.ok || result.partial).toBeUndefined()
  })
})

it('prints the counts', () => {
  const results = (list: readonly TortureMessage[]) => list.map((each) => parseMessage(each.text))
  const right = VALID.filter((message) => {
    const result = parseMessage(frameOf(message))
    return result.ok && JSON.stringify(fieldsOf(result.message)) === JSON.stringify(EXPECTED[message.name])
  }).length
  const refused = results(INVALID).filter((result) => !result.ok).length
  const conflicts = results(APPLICATION).filter((result) => !result.ok).length
  const requests = [...VALID, ...INVALID, ...APPLICATION].filter((each) => !each.text.startsWith('SIP/'))
  const silent = results(requests).filter((result) => !result.ok && !result.partial).length
  console.info(
    `RFC 4475: ${VALID.length + INVALID.length + APPLICATION.length} messages; valid with the right fields ` +
      `${right} of ${VALID.length}; invalid refused ${refused} of ${INVALID.length}; missing or conflicting headers ` +
      `refused ${conflicts} of 3; bad requests that cannot be answered ${silent}`,
  )
  expect([VALID.length, INVALID.length, APPLICATION.length]).toEqual([13, 19, 17])
  expect(right).toBe(13)
  expect(refused).toBeGreaterThanOrEqual(17)
  expect(conflicts).toBe(3)
})

it('reads the odd parts of intmeth as text', () => {
  const intmeth = VALID.find((message) => message.name === 'intmeth')
  const result = parseMessage(intmeth?.text ?? '')
  if (!result.ok || !isRequest(result.message)) throw new Error('intmeth was refused')
  expect(result.message.method).toBe(oddMethod)
  expect(parseNameAddr(headerValue(result.message, 'To') ?? '')?.displayName).toBe('BEL:\x07 NUL:\0 DEL:\x7f')
  expect(headerValue(result.message, "EXTENSIONHEADER-!.%*+_`'~")).toBe('\ufeff大停電')
})
