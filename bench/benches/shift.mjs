// A shift of three hundred calls in one page: does the heap stay flat, do DOM nodes stay, and what does a call cost?
import { libraries, nameOf, startBrowser } from '../lib/browser.mjs'
import { startDemo } from '../lib/demo.mjs'
import { round, slope } from '../lib/numbers.mjs'
import { openPhone } from '../lib/phone-pages.mjs'
import { atMost } from '../lib/verdict.mjs'

const callCount = 300
/** The heap is read after each block. */
const blockSize = 60
const longCallMs = 20_000
const extensionOf = { zorio: '1001', sipjs: '1002', jssip: '1003' }

const callInARow = (page, count) =>
  page.evaluate(async (calls) => {
    const { phone } = window
    for (let index = 0; index < calls; index += 1) {
      const from = performance.now()
      void phone.call('9200')
      if ((await phone.story.until('answered', from)) === undefined) throw new Error('not answered')
      await new Promise((resolve) => setTimeout(resolve, 60))
      await phone.hangup()
      if ((await phone.story.until('ended', from)) === undefined) throw new Error('not ended')
      // The measuring device's own memory does not count.
      window.forget()
      phone.story.told.length = 0
    }
  }, count)

async function memoryOf(page, session) {
  for (let times = 0; times < 2; times += 1) {
    await session.send('HeapProfiler.collectGarbage')
    await page.waitForTimeout(150)
  }
  const { metrics } = await session.send('Performance.getMetrics')
  const value = (name) => metrics.find((metric) => metric.name === name).value
  return { heapKb: value('JSHeapUsedSize') / 1000, nodes: value('Nodes') }
}

/** In a browser of its own, so that all its processes' CPU is the phone's. */
async function work(library, demo) {
  const chromium = await startBrowser()
  try {
    const token = demo.tokenOf(extensionOf[library])
    const page = await openPhone(chromium, library, { apiBase: demo.url, token })
    const session = await page.context().newCDPSession(page)
    await session.send('Performance.enable')
    const memory = []
    const cpuBefore = await chromium.cpuMs()
    for (let done = 0; done < callCount; done += blockSize) {
      await callInARow(page, blockSize)
      memory.push(await memoryOf(page, session))
    }
    const cpuPerCallMs = ((await chromium.cpuMs()) - cpuBefore) / callCount
    await page.evaluate(async () => {
      const from = performance.now()
      void window.phone.call('9440')
      await window.phone.story.until('answered', from)
    })
    const longBefore = await chromium.cpuMs()
    await page.waitForTimeout(longCallMs)
    const cpuPerMinuteMs = ((await chromium.cpuMs()) - longBefore) / (longCallMs / 60_000)
    return { memory, cpuPerCallMs, cpuPerMinuteMs }
  } finally {
    await chromium.stop()
  }
}

export const goal =
  'heap and DOM flat over 300 calls; CPU of a call and of a minute of calling ≤ the peers (within 10 %, the noise of two readings). Limit: nearly all of it is the browser’s own encoding, encryption and mixing'

export async function run() {
  const demo = await startDemo()
  const done = await Promise.all(libraries.map((library) => work(library, demo)))
  await demo.stop()
  const rows = libraries.map((library, index) => {
    const { memory, cpuPerCallMs, cpuPerMinuteMs } = done[index]
    const points = memory.map(({ heapKb }, block) => [(block + 1) * blockSize, heapKb])
    return {
      name: nameOf[library],
      'heap after 60, kB': round(memory[0].heapKb),
      'after 300, kB': round(memory.at(-1).heapKb),
      'kB a call': round(slope(points), 2),
      'DOM nodes more': memory.at(-1).nodes - memory[0].nodes,
      'CPU of a call, ms': round(cpuPerCallMs),
      'CPU of a call-minute, ms': round(cpuPerMinuteMs),
    }
  })
  const least = (key) => Math.min(rows[1][key], rows[2][key])
  const against = (key) => round(rows[0][key] / least(key), 2)
  return {
    columns: Object.keys(rows[0]),
    rows,
    raw: done,
    verdicts: [
      atMost('heap, kB a call', rows[0]['kB a call'], 1),
      atMost('DOM nodes more', rows[0]['DOM nodes more'], 10),
      atMost('CPU of a call, of the better peer', against('CPU of a call, ms'), 1.1),
      atMost('CPU of a call-minute, of the better peer', against('CPU of a call-minute, ms'), 1.1),
    ],
  }
}
