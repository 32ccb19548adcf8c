import { connectThrough, expect, test } from './test.ts'
import { callOnce, dropOnce, measure } from './rounds.ts'
import { gained, slope } from './leak-meter.ts'
import { record } from './figures.ts'

/** What ended is kept for 64*T1 (RFC 3261 17.1.2.2), to answer what comes again: at six calls a second some 200 of them. */
const answeredAgainMs = 34_000

test('L1 three hundred calls: nothing is left of them @slow', async ({ openPage, server, wire }) => {
  test.setTimeout(600_000)
  const page = await openPage()
  await connectThrough(wire, page, server)
  for (let call = 0; call < 20; call += 1) await callOnce(page)
  await page.page.waitForTimeout(answeredAgainMs)
  const first = await measure(page)
  const early = await callOnce(page)
  const points: (readonly [number, number])[] = [[0, first.heapKb]]
  for (let call = 1; call <= 300; call += 1) {
    await callOnce(page)
    if (call % 50 === 0) points.push([call, (await measure(page)).heapKb])
  }
  const late = await callOnce(page)
  await page.page.waitForTimeout(answeredAgainMs)
  const last = await measure(page)
  record(
    'L1',
    'JS heap after 0, 50, … 300 calls and half a minute, kB',
    [...points.map(([, kb]) => kb), last.heapKb].map(Math.round).join(', '),
    'told',
  )
  record('L1', 'JS heap kept per call over 300 calls, kB', (last.heapKb - first.heapKb) / 302, { atMost: 2 })
  record(
    'L1',
    'live peer connections, tracks, audio contexts gained',
    last.connections -
      first.connections +
      last.liveTracks -
      first.liveTracks +
      last.contexts -
      first.contexts,
    { is: 0 },
  )
  // The tone in place of a microphone: a few of 300 stay in the browser's audio graph; the bar is far below one a call.
  record('L1', 'event targets gained over 300 calls', gained(first, last), 'told')
  record('L1', 'listeners gained over 300 calls', last.listeners - first.listeners, { atMost: 30 })
  record('L1', 'set-up of call 1 and call 301, ms', `${Math.round(early)} and ${Math.round(late)}`, 'told')
  expect(last.connections).toBe(0)
  expect(last.liveTracks).toBe(0)
  expect(last.sockets).toBe(1)
  expect(last.contexts).toBeLessThanOrEqual(first.contexts)
  await page.phone('disconnect')
  const { targets } = await measure(page)
  const left = ['OscillatorNode', 'MediaStreamTrack', 'HTMLAudioElement'].map((name) => targets[name] ?? 0)
  record('L1', 'tones, tracks, audio elements after disconnect()', left.join(', '), 'told')
})

test('L2 two hundred drops of the socket: nothing is left of them @slow', async ({
  openPage,
  server,
  wire,
}) => {
  test.setTimeout(600_000)
  const page = await openPage()
  await connectThrough(wire, page, server)
  for (let drop = 0; drop < 5; drop += 1) await dropOnce(page, wire)
  const first = await measure(page)
  const points: (readonly [number, number])[] = [[0, first.heapKb]]
  for (let drop = 1; drop <= 200; drop += 1) {
    await dropOnce(page, wire)
    if (drop % 50 === 0) points.push([drop, (await measure(page)).heapKb])
  }
  const last = await measure(page)
  record('L2', 'JS heap kept per drop over 200 drops, kB', slope(points), { atMost: 2 })
  record(
    'L2',
    'sockets and listeners gained over 200 drops',
    last.sockets - first.sockets + last.listeners - first.listeners,
    { is: 0 },
  )
  expect(last.sockets).toBe(1)
  await page.phone('disconnect')
  const end = await measure(page)
  record(
    'L2',
    'sockets, tracks, contexts, connections after disconnect()',
    end.sockets + end.liveTracks + end.contexts + end.connections,
    { is: 0 },
  )
})
