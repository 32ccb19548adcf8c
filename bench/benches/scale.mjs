// Twice the work, twice the cost? Calls in one page, phones on one server.
import { startBrowser } from '../lib/browser.mjs'
import { startDemo } from '../lib/demo.mjs'
import { round, slope } from '../lib/numbers.mjs'
import { openPhone } from '../lib/phone-pages.mjs'
import { runLab } from '../lib/run-lab.mjs'
import { atMost } from '../lib/verdict.mjs'

const callCounts = [1, 2, 4, 8]
const listenMs = 6000

/** CPU milliseconds of the browser for a second of so many calls. */
async function callsInAPage() {
  const demo = await startDemo()
  const chromium = await startBrowser()
  const steps = []
  try {
    const page = await openPhone(chromium, 'zorio', { apiBase: demo.url, token: demo.tokenOf('1001') })
    let running = 0
    for (const count of callCounts) {
      for (; running < count; running += 1)
        await page.evaluate(async () => {
          const from = performance.now()
          void window.phone.call('9440')
          await window.phone.story.until('answered', from)
        })
      await page.waitForTimeout(1500)
      const before = await chromium.cpuMs()
      await page.waitForTimeout(listenMs)
      steps.push({ calls: count, cpuMs: ((await chromium.cpuMs()) - before) / (listenMs / 1000) })
    }
  } finally {
    await chromium.stop()
    await demo.stop()
  }
  return steps
}

export const goal =
  'linear: the cost of one more is not above that of the first ones. Limit: each call has its own encoder, each phone its own socket'

export async function run() {
  const calls = await callsInAPage()
  const { growth } = runLab('scale')
  const perCall = slope(calls.map(({ calls: count, cpuMs }) => [count, cpuMs]))
  const perPhone = slope(growth.map(({ phones, cpuMs }) => [phones, cpuMs]))
  const memory = slope(growth.map(({ phones, rssMb }) => [phones, rssMb * 1000]))
  const rows = [
    ...calls.map(({ calls: count, cpuMs }) => ({
      work: `${count} calls in a page`,
      cost: `${round(cpuMs)} ms of CPU a second`,
    })),
    { work: 'one more call', cost: `${round(perCall)} ms of CPU a second` },
    ...growth.map(({ phones, cpuMs, rssMb }) => ({
      work: `${phones} phones on the PBX`,
      cost: `${round(cpuMs)} ms of CPU to register all, ${round(rssMb)} MB`,
    })),
    { work: 'one more phone', cost: `${round(perPhone, 2)} ms of CPU, ${round(memory)} kB` },
  ]
  const first = growth.find(({ phones }) => phones === 500)
  const last = growth.at(-1)
  return {
    columns: ['work', 'cost'],
    rows,
    raw: { calls, growth },
    verdicts: [
      atMost('8 calls, of eight times one', round(calls.at(-1).cpuMs / (8 * calls[0].cpuMs), 2), 1.2),
      atMost('5000 phones, of ten times 500', round(last.cpuMs / (10 * first.cpuMs), 2), 1.5),
    ],
  }
}
