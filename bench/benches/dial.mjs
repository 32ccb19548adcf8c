// From call() to the INVITE on the wire: without ICE servers, with a STUN server that is dead, with STUN and TURN dead.
import { createSocket } from 'node:dgram'
import { libraries, nameOf, startBrowser } from '../lib/browser.mjs'
import { startDemo } from '../lib/demo.mjs'
import { openPhone } from '../lib/phone-pages.mjs'
import { median, percentile, round } from '../lib/numbers.mjs'
import { atMost } from '../lib/verdict.mjs'

/** Longer is told as this. */
const limitMs = 6000

/** A peer waits five seconds for each, the same to some milliseconds. */
const withDeadServers = { zorio: 12, sipjs: 2, jssip: 2 }

const scenes = [
  { name: 'host only', servers: () => [], calls: { zorio: 25, sipjs: 12, jssip: 12 } },
  {
    name: 'STUN dead',
    servers: (port) => ['--stun', `stun:127.0.0.1:${port}`],
    calls: withDeadServers,
  },
  {
    name: 'STUN and TURN dead',
    servers: (port) => [
      ...['--stun', `stun:127.0.0.1:${port}`, '--turn', `turn:127.0.0.1:${port}?transport=udp`],
      ...['--turn-secret', 'bench'],
    ],
    calls: withDeadServers,
  },
]

/** Takes everything, answers nothing. */
async function openBlackHole() {
  const socket = createSocket('udp4')
  await new Promise((resolve) => socket.bind(0, '127.0.0.1', resolve))
  return { port: socket.address().port, close: () => socket.close() }
}

const dialOnce = (page) =>
  page.evaluate(async (limit) => {
    const { phone } = window
    window.forget()
    const from = performance.now()
    void phone.call('9200')
    let took
    while ((took = window.sentAfter(from, /^INVITE/)) === undefined && performance.now() - from < limit)
      await new Promise((resolve) => setTimeout(resolve, 5))
    const answered = took === undefined ? undefined : await phone.story.until('answered', from, 4000)
    await phone.hangup()
    if (answered !== undefined) await phone.story.until('ended', from, 2000)
    return took ?? limit
  }, limitMs)

async function measure(chromium, scene, port) {
  const demo = await startDemo({ args: scene.servers(port) })
  const pages = {}
  for (const library of libraries)
    pages[library] = await openPhone(chromium, library, { apiBase: demo.url, token: demo.tokenOf('1001') })
  const samples = Object.fromEntries(libraries.map((library) => [library, []]))
  // The first call of a page pays for the microphone's start; a phone at work has paid.
  const warmUp = scene.calls === withDeadServers ? ['zorio'] : libraries
  for (const library of warmUp) await dialOnce(pages[library])
  for (let turn = 0; turn < scene.calls.zorio; turn += 1)
    for (const library of libraries)
      if (turn < scene.calls[library]) samples[library].push(await dialOnce(pages[library]))
  for (const page of Object.values(pages)) await page.context().close()
  await demo.stop()
  return samples
}

export const goal =
  'host only ≤ 30 ms p50; ≤ 250 ms p95 with dead servers. Limit: opening the microphone and gathering; nothing crosses the network'

export async function run() {
  const hole = await openBlackHole()
  const chromium = await startBrowser()
  const rows = []
  const raw = {}
  const of = {}
  try {
    for (const scene of scenes) {
      raw[scene.name] = await measure(chromium, scene, hole.port)
      for (const library of libraries) {
        const list = raw[scene.name][library]
        const row = {
          scene: scene.name,
          name: nameOf[library],
          'p50 ms': round(median(list), 1),
          'p95 ms': round(percentile(list, 0.95), 1),
        }
        rows.push(row)
        of[`${scene.name} ${library}`] = row
      }
    }
  } finally {
    await chromium.stop()
    hole.close()
  }
  return {
    columns: ['scene', 'name', 'p50 ms', 'p95 ms'],
    rows,
    raw,
    verdicts: [
      atMost('host only, p50 ms', of['host only zorio']['p50 ms'], 30),
      atMost('STUN dead, p95 ms', of['STUN dead zorio']['p95 ms'], 250),
      atMost('STUN and TURN dead, p95 ms', of['STUN and TURN dead zorio']['p95 ms'], 250),
    ],
  }
}
