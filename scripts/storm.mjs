// A herd comes back: `node scripts/storm.mjs --phones 5000`. The PBX runs in a process of its own with as many phones
// registered as asked; it is killed and started again, and every phone follows the schedule of `auto_reconnect`.
// `--engine kamailio` does the same to the proxy of deploy/.
import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import { fork } from 'node:child_process'
import { appendFileSync, mkdirSync, rmSync } from 'node:fs'
import { availableParallelism, loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { pathToFileURL } from 'node:url'
import { WebSocket } from 'ws'
import { clearFigures, writeReport } from './faults.mjs'
import * as kamailio from './storm-kamailio.mjs'

const root = new URL('..', import.meta.url)
const { values } = parseArgs({
  options: {
    phones: { type: 'string', default: '5000' },
    'limit-seconds': { type: 'string', default: '120' },
    serve: { type: 'string' },
    port: { type: 'string', default: '0' },
    engine: { type: 'string', default: 'pbx' },
  },
})
const isKamailio = values.engine === 'kamailio'
const domain = isKamailio ? kamailio.domain : 'pbx.localhost'
const credentialsOf = isKamailio
  ? kamailio.credentialsOf
  : (extension) => ({ username: extension, password: `secret-${extension}` })
/** An office, or a herd. */
const row = Number(values.phones) <= 100 ? 'G2' : 'G1'
const stepsMs = [1000, 2000, 4000, 8000, 16_000, 30_000]
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

async function serve(bundle) {
  const { createPbx } = await import(pathToFileURL(bundle).href)
  const pbx = createPbx({
    domain,
    credentialsOf: (username) => ({ password: `secret-${username}`, extension: username }),
    hasExtension: () => true,
  })
  const server = createServer((_request, response) => response.writeHead(404).end())
  server.on('upgrade', (request, socket, head) => pbx.handleUpgrade(request, socket, head))
  server.listen({ port: Number(values.port), host: '127.0.0.1', backlog: 8192 }, () =>
    process.send({ port: server.address().port }),
  )
  process.on('message', () => {
    const { rss } = process.memoryUsage()
    const { user, system } = process.cpuUsage()
    process.send({ registered: pbx.registrations().length, rssMb: rss / 1e6, cpuMs: (user + system) / 1000 })
  })
  process.on('disconnect', () => process.exit(0))
}

const md5 = (text) => createHash('md5').update(text).digest('hex')

function registerText({ extension, sequence, authorization }) {
  const lines = [
    `REGISTER sip:${domain} SIP/2.0`,
    `Via: SIP/2.0/WS storm${extension}.invalid;branch=z9hG4bK${extension}x${sequence}`,
    'Max-Forwards: 70',
    `From: <sip:${extension}@${domain}>;tag=t${extension}`,
    `To: <sip:${extension}@${domain}>`,
    `Call-ID: storm-${extension}`,
    `CSeq: ${sequence} REGISTER`,
    `Contact: <sip:${extension}@storm${extension}.invalid;transport=ws>;expires=300`,
    ...(authorization ? [`Authorization: ${authorization}`] : []),
    'Content-Length: 0',
  ]
  return `${lines.join('\r\n')}\r\n\r\n`
}

/** MD5: a client that costs more than the server would measure itself. */
function authorize(text, extension) {
  const line = [...text.matchAll(/^WWW-Authenticate: *(.*)$/gim)]
    .map((one) => one[1])
    .find((one) => /MD5/.test(one) || !/algorithm=/.test(one))
  const field = (name) => new RegExp(`${name}="([^"]*)"`).exec(line ?? '')?.[1] ?? ''
  const [realm, nonce] = [field('realm'), field('nonce')]
  const { username, password } = credentialsOf(extension)
  const [uri, nc, cnonce] = [`sip:${domain}`, '00000001', 'storm']
  const secret = md5(`${username}:${realm}:${password}`)
  const response = md5(`${secret}:${nonce}:${nc}:${cnonce}:auth:${md5(`REGISTER:${uri}`)}`)
  return `Digest username="${username}", realm="${realm}", nonce="${nonce}", uri="${uri}", algorithm=MD5, qop=auth, nc=${nc}, cnonce="${cnonce}", response="${response}"`
}

function createPhone(extension, url, herd) {
  const phone = { isRegistered: false, attempt: 0, sequence: 0 }
  const open = () => {
    const startedAt = performance.now()
    const socket = new WebSocket(url, 'sip', {
      perMessageDeflate: false,
      handshakeTimeout: 10_000,
    })
    const send = (authorization) => {
      phone.sequence += 1
      socket.send(registerText({ extension, sequence: phone.sequence, authorization }))
    }
    socket.on('open', () => send())
    socket.on('message', (data) => {
      const text = Buffer.from(data).toString('utf8')
      if (text.startsWith('SIP/2.0 401')) return send(authorize(text, extension))
      if (!text.startsWith('SIP/2.0 200')) return herd.refused.push(text.slice(0, 60))
      phone.isRegistered = true
      phone.attempt = 0
      herd.registered += 1
      herd.took.push(performance.now() - startedAt)
    })
    socket.on('error', () => {})
    socket.on('close', () => {
      if (phone.isRegistered) herd.registered -= 1
      phone.isRegistered = false
      if (herd.isOver) return
      if (phone.attempt > 0) herd.retries += 1
      const baseMs = stepsMs[Math.min(phone.attempt, stepsMs.length - 1)]
      phone.attempt += 1
      setTimeout(open, baseMs + Math.random() * 500)
    })
    phone.socket = socket
  }
  phone.open = open
  return phone
}

async function startServer(bundle, port) {
  if (isKamailio) return kamailio.startKamailio()
  const child = fork(new URL(import.meta.url).pathname, ['--serve', bundle, '--port', String(port)])
  const { port: taken } = await new Promise((resolve) => child.once('message', resolve))
  const ask = () => {
    child.send('?')
    return new Promise((resolve) => child.once('message', resolve))
  }
  return { child, port: taken, url: `ws://127.0.0.1:${taken}/`, ask }
}

async function untilAll(herd, phones, limitMs) {
  const started = performance.now()
  while (herd.registered < phones && performance.now() - started < limitMs) await pause(20)
  return performance.now() - started
}

const percentile = (list, share) =>
  [...list].sort((a, b) => a - b)[Math.floor((list.length - 1) * share)] ?? 0

function tell(what, value, bar) {
  const shown = typeof value === 'number' ? Math.round(value * 10) / 10 : value
  console.log(`  ${row} ${what}: ${shown} (bar: ${bar})`)
  mkdirSync(new URL('test-results', root), { recursive: true })
  const line = JSON.stringify({ row, what, value: shown, bar, test: 'scripts/storm.mjs' })
  appendFileSync(new URL('test-results/faults.jsonl', root), `${line}\n`)
}

async function storm() {
  const { rolldown } = await import('rolldown')
  const folder = new URL('test-results/storm/', root).pathname
  const input = new URL('packages/pbx/src/index.ts', root).pathname
  const built = await rolldown({
    input,
    platform: 'node',
    external: (id) => /^[^./\0]/.test(id) && !id.startsWith('@zorio/'),
  })
  await built.write({ file: `${folder}pbx.mjs`, format: 'esm' })
  await built.close()
  clearFigures()
  const count = Number(values.phones)
  const who = isKamailio ? 'Kamailio: ' : ''
  const limitMs = Number(values['limit-seconds']) * 1000
  const herd = { registered: 0, retries: 0, refused: [], took: [], isOver: false }
  const first = await startServer(`${folder}pbx.mjs`, 0)
  const phones = Array.from({ length: count }, (_, index) =>
    createPhone(String(10_000 + index), first.url, herd),
  )
  for (const [index, phone] of phones.entries()) {
    phone.open()
    if (index % 100 === 99) await pause(100)
  }
  await untilAll(herd, count, limitMs)
  console.log(`  ${herd.registered} of ${count} phones registered, one after the other`)
  if (herd.registered < count) {
    console.error('  the machine is too busy for a herd: no figures')
    process.exit(1)
  }
  const gone = new Promise((resolve) => first.child.once('exit', resolve))
  first.child.kill('SIGKILL')
  await gone
  const restarted = performance.now()
  herd.took.length = 0
  herd.retries = 0
  const second = await startServer(`${folder}pbx.mjs`, first.port)
  await untilAll(herd, count, limitMs)
  const totalMs = performance.now() - restarted
  const { registered, rssMb, cpuMs } = await second.ask()
  tell(
    `${who}${count} phones after a restart: registered`,
    `${registered} of ${count}`,
    `${count} of ${count}`,
  )
  // More work than processors: the time is the machine's then, and the server's own work is what can be judged.
  const isCrowded = loadavg()[0] > availableParallelism() * 1.5
  const mostMs = row === 'G2' ? 5000 : 10_000
  tell(`${who}${count} phones: restart to all registered, ms`, totalMs, isCrowded ? 'told' : `≤ ${mostMs}`)
  tell(`${who}${count} phones: CPU of the server until then, ms`, cpuMs, `≤ ${mostMs}`)
  tell(`${who}${count} phones: load of the machine, of ${availableParallelism()}`, loadavg()[0], 'told')
  tell(`${who}${count} phones: connect and register, p95, ms`, percentile(herd.took, 0.95), 'told')
  tell(`${who}${count} phones: attempts beyond the first`, herd.retries, 'told')
  tell(`${who}${count} phones: server memory, MB`, rssMb, 'told')
  herd.isOver = true
  for (const phone of phones) phone.socket.terminate()
  second.child.kill('SIGKILL')
  writeReport()
  rmSync(folder, { recursive: true, force: true })
  process.exit(registered === count && cpuMs <= mostMs && (isCrowded || totalMs <= mostMs) ? 0 : 1)
}

if (values.serve) await serve(values.serve)
else await storm()
