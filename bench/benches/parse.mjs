// Messages a CPU second: an INVITE with SDP, its 200, and the 200 to a REGISTER; the parsers that the stacks really use.
import { createRequire } from 'node:module'
import { rolldown } from 'rolldown'

const require = createRequire(import.meta.url)

const sdp = [
  'v=0',
  'o=- 4611731400430051336 2 IN IP4 127.0.0.1',
  's=-',
  't=0 0',
  'a=group:BUNDLE 0',
  'a=msid-semantic: WMS stream',
  'm=audio 49203 UDP/TLS/RTP/SAVPF 111 63 9 0 8 13 110 126',
  'c=IN IP4 192.0.2.10',
  'a=rtcp:9 IN IP4 0.0.0.0',
  'a=candidate:1467250027 1 udp 2122260223 192.0.2.10 49203 typ host generation 0 network-id 1',
  'a=candidate:435653019 1 tcp 1518280447 192.0.2.10 9 typ host tcptype active generation 0 network-id 1',
  'a=ice-ufrag:yb1w',
  'a=ice-pwd:Xc8tR2lVhB3pJ0sKq7mWn5aZ',
  'a=ice-options:trickle',
  'a=fingerprint:sha-256 0A:1B:2C:3D:4E:5F:60:71:82:93:A4:B5:C6:D7:E8:F9:0A:1B:2C:3D:4E:5F:60:71:82:93:A4:B5:C6:D7:E8:F9',
  'a=setup:actpass',
  'a=mid:0',
  'a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level',
  'a=sendrecv',
  'a=msid:stream track',
  'a=rtcp-mux',
  'a=rtpmap:111 opus/48000/2',
  'a=fmtp:111 minptime=10;useinbandfec=1',
  'a=rtpmap:63 red/48000/2',
  'a=rtpmap:9 G722/8000',
  'a=rtpmap:0 PCMU/8000',
  'a=rtpmap:8 PCMA/8000',
  'a=rtpmap:13 CN/8000',
  'a=rtpmap:110 telephone-event/48000',
  'a=rtpmap:126 telephone-event/8000',
  'a=ssrc:2345678901 cname:kYw2mQxTz',
  '',
].join('\r\n')

const withBody = (head, body) =>
  `${head.join('\r\n')}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
const dialog = [
  'From: "Nguyen An" <sip:1001@pbx.example>;tag=as7d6f5g',
  'Call-ID: 8f14e45f-ceea-467f-a8e3-6f9e8c1d2b3a',
]

const messages = {
  INVITE: withBody(
    [
      'INVITE sip:1002@pbx.example SIP/2.0',
      'Via: SIP/2.0/WSS df7jal23ls0d.invalid;branch=z9hG4bK56sdasks',
      'Max-Forwards: 70',
      ...dialog,
      'To: <sip:1002@pbx.example>',
      'CSeq: 4711 INVITE',
      'Contact: <sip:h8g7f6@df7jal23ls0d.invalid;transport=ws;ob>',
      'Allow: INVITE,ACK,CANCEL,BYE,UPDATE,INFO,OPTIONS,REFER,NOTIFY,PRACK',
      'Supported: outbound,gruu,replaces,timer,100rel',
      'Session-Expires: 1800',
      'User-Agent: bench',
      'Content-Type: application/sdp',
    ],
    sdp,
  ),
  '200 INVITE': withBody(
    [
      'SIP/2.0 200 OK',
      'Via: SIP/2.0/WSS df7jal23ls0d.invalid;branch=z9hG4bK56sdasks;received=192.0.2.10',
      'Record-Route: <sip:pbx.example;transport=ws;lr;r2=on>',
      ...dialog,
      'To: <sip:1002@pbx.example>;tag=bv98gh',
      'CSeq: 4711 INVITE',
      'Contact: <sip:1002@192.0.2.77:5060>',
      'Allow: INVITE,ACK,BYE',
      'Content-Type: application/sdp',
    ],
    sdp,
  ),
  '200 REGISTER': withBody(
    [
      'SIP/2.0 200 OK',
      'Via: SIP/2.0/WSS df7jal23ls0d.invalid;branch=z9hG4bKnashds7;received=192.0.2.10',
      'From: <sip:1001@pbx.example>;tag=65bnmj34qjfbgh',
      'To: <sip:1001@pbx.example>;tag=9as8d7',
      'Call-ID: edbe1f2c8b01',
      'CSeq: 1827 REGISTER',
      'Contact: <sip:h8g7f6@df7jal23ls0d.invalid;transport=ws>;expires=300',
      'Server: bench',
    ],
    '',
  ),
}

async function bundled(code) {
  const bundle = await rolldown({
    input: 'entry',
    platform: 'node',
    logLevel: 'silent',
    cwd: new URL('..', import.meta.url).pathname,
    plugins: [
      {
        name: 'entry',
        resolveId: (id) => (id === 'entry' ? '\0entry' : null),
        load: (id) => (id === '\0entry' ? code : null),
      },
    ],
  })
  const { output } = await bundle.generate({ format: 'es' })
  await bundle.close()
  return import(`data:text/javascript;base64,${Buffer.from(output[0].code).toString('base64')}`)
}

/** The fields that a stack reads from every message, so that lazy parsers do their work too. */
async function parsers() {
  const root = new URL('../../', import.meta.url).pathname
  const ours = await bundled(`
    import { parseMessage } from '${root}packages/sip/src/message/parse.ts'
    import { headerValue } from '${root}packages/sip/src/message/headers.ts'
    import { parseNameAddr } from '${root}packages/sip/src/message/name-addr.ts'
    import { parseVia } from '${root}packages/sip/src/message/via.ts'
    import { parseCSeq } from '${root}packages/sip/src/message/cseq.ts'
    export function parse(text) {
      const result = parseMessage(text)
      if (!result.ok) throw new Error(result.detail)
      const m = result.message
      const from = parseNameAddr(headerValue(m, 'From')), to = parseNameAddr(headerValue(m, 'To'))
      const contact = parseNameAddr(headerValue(m, 'Contact'))
      const via = parseVia(headerValue(m, 'Via')), cseq = parseCSeq(headerValue(m, 'CSeq'))
      return { callId: headerValue(m, 'Call-ID'), from: from.uri, fromTag: from.params.get('tag'), toTag: to.params.get('tag'), branch: via.branch ?? via.params?.get('branch'),
        cseq: cseq.number ?? cseq.sequence ?? cseq.seq, body: m.body.length, contact: contact.uri }
    }`)
  const { Parser } = await bundled(
    `export { Parser } from '${root}node_modules/sip.js/lib/core/messages/parser.js'`,
  )
  const jssip = require('jssip/lib/Parser.js')
  const silent = { debug() {}, log() {}, warn() {}, error() {} }
  const read = (m) => {
    const from = m.parseHeader('from')
    const contact = m.parseHeader('contact')
    return {
      callId: m.getHeader('call-id'),
      from: from.uri.toString(),
      fromTag: m.fromTag ?? m.from_tag,
      toTag: m.toTag ?? m.to_tag,
      branch: m.viaBranch ?? m.via_branch,
      cseq: m.cseq,
      body: (m.body ?? '').length,
      contact: contact.uri.toString(),
    }
  }
  return {
    zorio: ours.parse,
    'sip.js': (text) => read(Parser.parseMessage(text, silent)),
    jssip: (text) => read(jssip.parseMessage(text, { configuration: {} })),
  }
}

/** Messages a CPU second, median of `runs`. */
function rate(parse, text, { runs = 5, cpuMs = 150 } = {}) {
  for (let i = 0; i < 200; i += 1) parse(text)
  const rates = []
  for (let r = 0; r < runs; r += 1) {
    let count = 0
    const start = process.cpuUsage()
    let spent = 0
    while (spent < cpuMs * 1000) {
      for (let i = 0; i < 20; i += 1) parse(text)
      count += 20
      const used = process.cpuUsage(start)
      spent = used.user + used.system
    }
    rates.push((count / spent) * 1e6)
  }
  return Math.round(rates.toSorted((a, b) => a - b)[Math.floor(runs / 2)])
}

export const goal = '≥ 10 x jssip on INVITE, ≥ 50 x jssip on the REGISTER answer, fields equal'

export async function run() {
  const all = await parsers()
  const rows = []
  const rates = {}
  let fieldsEqual = true
  for (const [kind, text] of Object.entries(messages)) {
    const reference = JSON.stringify(all.jssip(text)).toLowerCase()
    for (const [name, parse] of Object.entries(all)) {
      fieldsEqual &&= JSON.stringify(parse(text)).toLowerCase() === reference
      rates[`${name} ${kind}`] = rate(parse, text)
      rows.push({ message: kind, name, 'messages per CPU second': rates[`${name} ${kind}`] })
    }
  }
  const ratio = (kind) => Number((rates[`zorio ${kind}`] / rates[`jssip ${kind}`]).toFixed(1))
  return {
    columns: ['message', 'name', 'messages per CPU second'],
    rows,
    verdicts: [
      { what: 'INVITE, times jssip', value: ratio('INVITE'), goal: '≥ 10', isMet: ratio('INVITE') >= 10 },
      {
        what: '200 to REGISTER, times jssip',
        value: ratio('200 REGISTER'),
        goal: '≥ 50',
        isMet: ratio('200 REGISTER') >= 50,
      },
      { what: 'fields equal in all three', value: fieldsEqual, goal: 'true', isMet: fieldsEqual },
    ],
  }
}
