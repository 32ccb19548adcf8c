// A registered phone that does nothing, for an hour of its own clock; and how long a dead link stays unnoticed.
import { libraries, nameOf, startBrowser } from '../lib/browser.mjs'
import { startDemo } from '../lib/demo.mjs'
import { loadTypescript } from '../lib/load-typescript.mjs'
import { round } from '../lib/numbers.mjs'
import { atMost } from '../lib/verdict.mjs'

const hourMs = 3_600_000
/** A registration's life and half of it again. */
const deadMs = 900_000
/** CPU is read in real time, in browsers of their own. */
const cpuSeconds = 25

async function hour(chromium, library, { wire, token }) {
  const page = await chromium.open(library, { search: '?clock' })
  await page.evaluate(
    async (options) => {
      void window.createPhone(options).then((phone) => (window.phone = phone))
      const isRegistered = () => window.phone?.story.told.some(({ name }) => name === 'registered')
      // Sockets and the PBX take real time; the clock goes on a little with it, so that nothing waits for ever.
      for (let turns = 0; turns < 1000 && !isRegistered(); turns += 1) {
        await window.turnClock(5)
        await window.realPause(10)
      }
      window.forget()
      Object.assign(window.seen, { bytes: 0, callbacks: 0 })
    },
    { apiBase: wire.url, token },
  )
  const figures = await page.evaluate(async (ms) => {
    await window.turnClock(ms)
    const { callbacks, sent, received, bytes } = window.seen
    const isRegistered = window.phone.story.told.at(-1).name === 'registered'
    return {
      callbacks,
      messages: sent.length + received.length,
      received: received.length,
      bytes,
      isRegistered,
    }
  }, hourMs)
  wire.stallPresent()
  const verdictMs = await page.evaluate((ms) => {
    window.isDead = true
    window.phone.story.told.length = 0
    return window.turnClock(ms, () => window.phone.story.told.length > 0)
  }, deadMs)
  wire.flow()
  await page.context().close()
  return { ...figures, verdictSeconds: Math.round(verdictMs / 1000) }
}

/** Also of a page with nothing in it. */
async function cpuPerHour(demo) {
  const browsers = await Promise.all([...libraries, undefined].map(() => startBrowser()))
  for (const [index, library] of libraries.entries()) {
    const page = await browsers[index].open(library)
    await page.evaluate((options) => void window.createPhone(options), {
      apiBase: demo.url,
      token: demo.tokenOf('1001'),
    })
  }
  await (await browsers.at(-1).browser.newPage()).goto(`http://127.0.0.1:${browsers[0].sitePort}/measure.js`)
  await new Promise((resolve) => setTimeout(resolve, 5000))
  const before = await Promise.all(browsers.map((one) => one.cpuMs()))
  await new Promise((resolve) => setTimeout(resolve, cpuSeconds * 1000))
  const after = await Promise.all(browsers.map((one) => one.cpuMs()))
  await Promise.all(browsers.map((one) => one.stop()))
  return after.map((ms, index) => ((ms - before[index]) / cpuSeconds) * 3.6)
}

export const goal =
  'wake-ups, CPU and bytes an hour ≤ the peers, with a better verdict on a dead link. Limit: who asks every N seconds cannot know sooner than N, and each question is a wake-up'

export async function run() {
  const { FaultProxy } = await loadTypescript('e2e/faults/fault-proxy.ts')
  const demo = await startDemo()
  const chromium = await startBrowser()
  const figures = {}
  for (const library of libraries) {
    const wire = new FaultProxy(demo.port)
    await wire.start()
    figures[library] = await hour(chromium, library, { wire, token: demo.tokenOf('1001') })
    await wire.stop()
  }
  await chromium.stop()
  const cpu = await cpuPerHour(demo)
  await demo.stop()
  const rows = libraries.map((library, index) => ({
    name: nameOf[library],
    'wake-ups an hour': figures[library].callbacks + figures[library].received,
    'messages an hour': figures[library].messages,
    'bytes an hour': figures[library].bytes,
    'CPU s an hour': round(cpu[index], 1),
    'dead link noticed after s': figures[library].verdictSeconds,
    'still registered': figures[library].isRegistered,
  }))
  rows.push({ name: 'an empty page', 'CPU s an hour': round(cpu.at(-1), 1) })
  const best = (key) => Math.min(rows[1][key], rows[2][key])
  const against = (key) => atMost(`${key}, of the better peer`, round(rows[0][key] / best(key), 2), 1)
  return {
    columns: Object.keys(rows[0]),
    rows,
    raw: { figures, cpu },
    verdicts: [against('wake-ups an hour'), against('bytes an hour'), against('dead link noticed after s')],
  }
}
