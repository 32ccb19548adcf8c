// From answer() to the 200 on the wire, and until audio flows out and in.
import { libraries, nameOf, startBrowser } from '../lib/browser.mjs'
import { startDemo } from '../lib/demo.mjs'
import { openPhone } from '../lib/phone-pages.mjs'
import { median, percentile, round } from '../lib/numbers.mjs'
import { atMost } from '../lib/verdict.mjs'

const repetitions = 14
const ringMs = 400
const extensionOf = { zorio: '1001', sipjs: '1002', jssip: '1003' }

const waitForRing = (page) =>
  page.evaluate(async () => {
    window.forget()
    await window.phone.story.until('incoming', window.armedAt, 10_000)
  })

const answerOnce = (page) =>
  page.evaluate(async () => {
    const { phone } = window
    const from = performance.now()
    void phone.answer()
    const audio = await window.firstAudio(from)
    const ok = window.sentAfter(from, /^SIP\/2\.0 200 .*INVITE/)
    await phone.hangup()
    await phone.story.until('ended', from, 3000)
    return { ok, ...audio }
  })

export const goal =
  '≤ 20 ms p50 to the 200. Limits: the microphone opens after the click, the rest is ready by then; to the first audio two round trips of ICE and DTLS and one packet of 20 ms'

export async function run() {
  const demo = await startDemo()
  const chromium = await startBrowser()
  const samples = Object.fromEntries(libraries.map((library) => [library, []]))
  try {
    const pages = {}
    for (const library of libraries) {
      const token = demo.tokenOf(extensionOf[library])
      pages[library] = await openPhone(chromium, library, { apiBase: demo.url, token })
    }
    for (let turn = -1; turn < repetitions; turn += 1)
      for (const library of libraries) {
        const page = pages[library]
        await page.evaluate(() => (window.armedAt = performance.now()))
        await demo.ring(extensionOf[library], '0987654321')
        await waitForRing(page)
        await page.waitForTimeout(ringMs)
        const sample = await answerOnce(page)
        // The first call of a page is not counted, for anybody.
        if (turn >= 0) samples[library].push(sample)
      }
  } finally {
    await chromium.stop()
    await demo.stop()
  }
  const rows = libraries.map((library) => {
    const all = (key) => samples[library].map((sample) => sample[key] ?? 5000)
    return {
      name: nameOf[library],
      'to 200, p50 ms': round(median(all('ok')), 1),
      'to 200, p95 ms': round(percentile(all('ok'), 0.95), 1),
      'first packet out, p50 ms': round(median(all('sent'))),
      'first packet in, p50 ms': round(median(all('received'))),
    }
  })
  return {
    columns: Object.keys(rows[0]),
    rows,
    raw: samples,
    verdicts: [atMost('to 200, p50 ms', rows[0]['to 200, p50 ms'], 20)],
  }
}
