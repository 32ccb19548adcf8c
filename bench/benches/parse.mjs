// Messages a CPU second: an INVITE with SDP, its 200, and the 200 to a REGISTER; the parsers that the stacks really use.
import { createRequire } from 'node:module'
import { rolldown } from 'rolldown'
import { median } from '../lib/numbers.mjs'
import { sampleMessages as messages, variantsOf } from '../lib/sample-messages.mjs'

const require = createRequire(import.meta.url)

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

/** Messages a CPU second, once. No two after each other have a tag, branch or Call-ID in common. */
function rate(parse, texts, cpuMs) {
  let count = 0
  let spent = 0
  const start = process.cpuUsage()
  while (spent < cpuMs * 1000) {
    for (let i = 0; i < 20; i += 1) parse(texts[(count + i) % texts.length])
    count += 20
    const used = process.cpuUsage(start)
    spent = used.user + used.system
  }
  return (count / spent) * 1e6
}

/** Medians of all pairs in turn; the first round, in which code is compiled, is thrown away. */
function ratesOf(all, { rounds = 7, cpuMs = 120 } = {}) {
  const samples = {}
  const texts = Object.fromEntries(Object.entries(messages).map(([kind, text]) => [kind, variantsOf(text)]))
  for (let turn = -1; turn < rounds; turn += 1)
    for (const kind of Object.keys(messages))
      for (const [name, parse] of Object.entries(all)) {
        const value = rate(parse, texts[kind], turn < 0 ? 2 * cpuMs : cpuMs)
        if (turn >= 0) (samples[`${name} ${kind}`] ??= []).push(value)
      }
  return Object.fromEntries(Object.entries(samples).map(([key, list]) => [key, Math.round(median(list))]))
}

export const goal = '≥ 10 x jssip on INVITE, ≥ 50 x jssip on the REGISTER answer, fields equal'

export async function run() {
  const all = await parsers()
  const rows = []
  const rates = ratesOf(all)
  let fieldsEqual = true
  for (const [kind, text] of Object.entries(messages)) {
    const reference = JSON.stringify(all.jssip(text)).toLowerCase()
    for (const [name, parse] of Object.entries(all)) {
      fieldsEqual &&= JSON.stringify(parse(text)).toLowerCase() === reference
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
