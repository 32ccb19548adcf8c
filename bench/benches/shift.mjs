// A shift of three hundred calls in one page: does the heap stay flat, do DOM nodes stay, and what does a call cost?
import { libraries, nameOf, startBrowser } from '../lib/browser.mjs'
import { startDemo } from '../lib/demo.mjs'
import { median, round } from '../lib/numbers.mjs'
import { openPhone } from '../lib/phone-pages.mjs'
import { atMost } from '../lib/verdict.mjs'

const callCount = 300
/** The heap is read after this many, and at the end. */
const blockSize = 120
/** SIP remembers what ended for 32 s (RFC 3261 17: 64 T1), the browser for some: what is read sooner is how fast the calls came. */
const forgetMs = 34_000
const browserForgetsMs = 8000
const longCallMs = 30_000
const longCallSlices = 6
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

async function memoryOf(page, session, waitMs) {
  await page.waitForTimeout(waitMs)
  for (let times = 0; times < 4; times += 1) {
    await session.send('HeapProfiler.collectGarbage')
    await page.waitForTimeout(250)
  }
  const { metrics } = await session.send('Performance.getMetrics')
  const value = (name) => metrics.find((metric) => metric.name === name).value
  return { heapKb: value('JSHeapUsedSize') / 1000, nodes: value('Nodes') }
}

async function longCall(page, chromium) {
  await page.evaluate(async () => {
    const from = performance.now()
    void window.phone.call('9440')
    await window.phone.story.until('answered', from)
  })
  await page.waitForTimeout(1000)
  const sliceMs = longCallMs / longCallSlices
  const slices = []
  for (let slice = 0; slice < longCallSlices; slice += 1) {
    const before = await chromium.cpuMs()
    await page.waitForTimeout(sliceMs)
    slices.push(((await chromium.cpuMs()) - before) / (sliceMs / 60_000))
  }
  await page.evaluate(async () => {
    const from = performance.now()
    await window.phone.hangup()
    await window.phone.story.until('ended', from)
  })
  return median(slices)
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
    await callInARow(page, blockSize)
    const cpuPerMinuteMs = await longCall(page, chromium)
    // The long call was most of the wait.
    memory.push(await memoryOf(page, session, forgetMs - longCallMs + browserForgetsMs))
    const cpuBefore = await chromium.cpuMs()
    await callInARow(page, callCount - blockSize)
    const cpuPerCallMs = ((await chromium.cpuMs()) - cpuBefore) / (callCount - blockSize)
    memory.push(await memoryOf(page, session, forgetMs))
    return { memory, cpuPerCallMs, cpuPerMinuteMs }
  } finally {
    await chromium.stop()
  }
}

export const goal =
  'heap and DOM flat over 300 calls; CPU of a call and of a minute of calling ≤ the peers (within 5 %, the noise of the medians). Limit: nearly all of it is the browser’s own encoding, encryption and mixing'

export async function run() {
  const demo = await startDemo()
  const done = await Promise.all(libraries.map((library) => work(library, demo)))
  await demo.stop()
  const rows = libraries.map((library, index) => {
    const { memory, cpuPerCallMs, cpuPerMinuteMs } = done[index]
    return {
      name: nameOf[library],
      'heap after 120, kB': round(memory[0].heapKb),
      'after 300, kB': round(memory.at(-1).heapKb),
      'kB a call': round((memory[1].heapKb - memory[0].heapKb) / (callCount - blockSize), 2),
      'DOM nodes more': memory.at(-1).nodes - memory[0].nodes,
      'CPU of a call, ms': round(cpuPerCallMs),
      'CPU of a call-minute, ms': round(cpuPerMinuteMs),
    }
  })
  // Of both: the lesser of two readings of the same browser's work is noise.
  const against = (key) => round(rows[0][key] / ((rows[1][key] + rows[2][key]) / 2), 2)
  return {
    columns: Object.keys(rows[0]),
    rows,
    raw: done,
    verdicts: [
      atMost('heap, kB a call', rows[0]['kB a call'], 1),
      atMost('DOM nodes more', rows[0]['DOM nodes more'], 10),
      atMost('CPU of a call, of the peers', against('CPU of a call, ms'), 1.05),
      atMost('CPU of a call-minute, of the peers', against('CPU of a call-minute, ms'), 1.05),
    ],
  }
}
