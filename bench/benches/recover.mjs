// The network is gone for ten seconds in a call: how long until the phone is registered again, and what the ear lost.
import { libraries, nameOf, startBrowser } from '../lib/browser.mjs'
import { startDemo } from '../lib/demo.mjs'
import { loadTypescript } from '../lib/load-typescript.mjs'
import { median, percentile, round } from '../lib/numbers.mjs'
import { openPhone } from '../lib/phone-pages.mjs'
import { atMost } from '../lib/verdict.mjs'

const outagesMs = [9200, 9900, 10_600, 11_300]
/** Longer is told as this. */
const limitMs = 12_000
const pagesOf = { zorio: 3, sipjs: 2, jssip: 2 }
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

/** Calls a tone and looks every 20 ms whether a packet came. */
const callTone = (page) =>
  page.evaluate(async () => {
    const from = performance.now()
    void window.phone.call('9440')
    await window.phone.story.until('answered', from)
    await window.firstAudio(from)
    const ear = (window.ear = { longestMs: 0 })
    let [count, changedAt] = [0, performance.now()]
    const look = ({ received }) => {
      const now = performance.now()
      if (received === count) return
      ear.longestMs = Math.max(ear.longestMs, now - changedAt)
      ;[count, changedAt] = [received, now]
    }
    ear.timer = setInterval(() => void window.packets().then(look), 20)
  })

const endCall = (page) =>
  page.evaluate(async () => {
    clearInterval(window.ear.timer)
    const { lost } = await window.packets()
    const from = performance.now()
    const isAlive = window.seen.connections.some((one) => one.connectionState === 'connected')
    try {
      await window.phone.hangup()
      await window.phone.story.until('ended', from, 2000)
    } catch {
      // Its call was gone already.
    }
    return { lost, gapMs: window.ear.longestMs, isAlive }
  })

const untilRegistered = (page, limit) =>
  page.evaluate(async (ms) => {
    const from = performance.now()
    const at = await window.phone.story.until('registered', from, ms)
    return at === undefined ? ms : at - from
  }, limit)

async function outage(phones, wire, outageMs) {
  await Promise.all(phones.map(({ page }) => callTone(page)))
  await pause(1000)
  wire.refuse(true)
  wire.reset()
  await pause(outageMs)
  const registered = phones.map(({ page }) => untilRegistered(page, limitMs))
  wire.refuse(false)
  const tookMs = await Promise.all(registered)
  const ears = await Promise.all(phones.map(({ page }) => endCall(page)))
  return phones.map(({ library }, index) => ({ library, tookMs: tookMs[index], ...ears[index] }))
}

export const goal =
  'p95 ≤ 2000 ms from the return of the server to `registered`, no packet lost. Limit: a phone that is refused must ask again to learn of the return; the audio never goes through the socket'

export async function run() {
  const { FaultProxy } = await loadTypescript('e2e/faults/fault-proxy.ts')
  const demo = await startDemo()
  const chromium = await startBrowser()
  const wire = new FaultProxy(demo.port)
  await wire.start()
  const samples = []
  try {
    const phones = []
    for (const [library, count] of Object.entries(pagesOf))
      for (let index = 0; index < count; index += 1) {
        const where = { apiBase: wire.url, token: demo.tokenOf('1001') }
        phones.push({ library, page: await openPhone(chromium, library, where) })
      }
    for (const outageMs of outagesMs) samples.push(...(await outage(phones, wire, outageMs)))
  } finally {
    await chromium.stop()
    await wire.stop()
    await demo.stop()
  }
  const rows = libraries.map((library) => {
    const own = samples.filter((sample) => sample.library === library)
    const took = own.map((sample) => sample.tookMs)
    return {
      name: nameOf[library],
      outages: own.length,
      'registered again, p50 ms': round(median(took)),
      'p95 ms': round(percentile(took, 0.95)),
      'calls alive': own.filter((sample) => sample.isAlive).length,
      'packets lost': own.reduce((sum, sample) => sum + sample.lost, 0),
      'longest silence, p50 ms': round(median(own.map((sample) => sample.gapMs))),
    }
  })
  return {
    columns: Object.keys(rows[0]),
    rows,
    raw: samples,
    verdicts: [
      atMost('registered again, p95 ms', rows[0]['p95 ms'], 2000),
      atMost('packets lost', rows[0]['packets lost'], 0),
    ],
  }
}
