import { loadavg } from 'node:os'
import { connectThrough, expect, test } from './test.ts'
import { callOnce, dropOnce, measure } from './rounds.ts'
import { slope } from './leak-meter.ts'
import { record } from './figures.ts'
import type { PhonePage } from '../harness/phone-page.ts'

const minutes = Number(process.env.SOAK_MINUTES ?? 0)

/** Durations by name: the middle and the tail are the phone's, the worst one may be the machine's. */
class Stopwatch {
  readonly #taken = new Map<string, number[]>()

  async time(name: string, act: () => Promise<unknown>): Promise<void> {
    const started = performance.now()
    await act()
    const list = this.#taken.get(name) ?? []
    this.#taken.set(name, [...list, performance.now() - started])
  }

  tell(): void {
    for (const [name, list] of this.#taken) {
      const sorted = list.toSorted((a, b) => a - b)
      const at = (share: number) => Math.round(sorted[Math.floor((sorted.length - 1) * share)] ?? 0)
      record('soak', `${name}, ms: median, p95, worst`, `${at(0.5)}, ${at(0.95)}, ${at(1)}`, 'told')
    }
  }
}

async function callOut(page: PhonePage, watch: Stopwatch, meanwhile: () => Promise<void>): Promise<boolean> {
  let uuid = ''
  await watch.time('call out', async () => {
    uuid = await page.dial('1002')
    await page.next('call_answered')
  })
  await watch.time('hold', () => page.act(uuid, 'hold'))
  await page.act(uuid, 'unhold')
  await page.act(uuid, 'sendDtmf', '1#')
  await meanwhile()
  const heard = await page.audioOver(1000)
  await page.act(uuid, 'hangup')
  await page.next('call_hangup')
  return heard.packetsReceived >= 25
}

async function callIn(page: PhonePage, peer: PhonePage, watch: Stopwatch): Promise<void> {
  let uuid = ''
  await watch.time('call in, to the ring', async () => {
    await peer.dial('1001')
    uuid = (await page.next('incoming_call')).payload.call?.uuid as string
  })
  await page.act(uuid, 'answer')
  await page.next('call_answered')
  await page.act(uuid, 'hangup')
  await page.next('call_hangup')
}

test('soak: calls in and out, holds, digits and drops @soak', async ({ openPage, server, wire }) => {
  test.skip(minutes === 0, 'run `npm run soak -- --minutes N`')
  test.setTimeout((minutes + 3) * 60_000)
  const page = await openPage()
  await connectThrough(wire, page, server)
  const peer = await openPage()
  await peer.connect(server, server.user('1002'), {}, { answerAll: true })
  await peer.next('registered')
  const watch = new Stopwatch()
  for (let call = 0; call < 10; call += 1) await callOnce(page)
  const first = await measure(page)
  const points: (readonly [number, number])[] = []
  const load: number[] = []
  const until = performance.now() + minutes * 60_000
  let rounds = 0
  let missed = 0
  while (performance.now() < until) {
    rounds += 1
    const drop = () =>
      rounds % 3 === 0 ? watch.time('drop to registered', () => dropOnce(page, wire)) : Promise.resolve()
    if (!(await callOut(page, watch, drop))) missed += 1
    await callIn(page, peer, watch)
    if (rounds % 10 !== 0) continue
    load.push(loadavg()[0] ?? 0)
    await measure(peer)
    points.push([rounds * 2, (await measure(page)).heapKb])
  }
  const last = await measure(page)
  const calls = rounds * 2
  record('soak', 'minutes, calls, drops', `${minutes}, ${calls}, ${Math.floor(rounds / 3)}`, 'told')
  record('soak', 'calls without audio one second after hold or drop', missed, { is: 0 })
  watch.tell()
  const mean = load.reduce((sum, one) => sum + one, 0) / load.length
  record(
    'soak',
    'load of the machine meanwhile: mean, worst',
    `${mean.toFixed(1)}, ${Math.max(...load)}`,
    'told',
  )
  if (points.length > 2) record('soak', 'JS heap kept per call, kB', slope(points), { atMost: 2 })
  record('soak', 'live peer connections, tracks at the end', last.connections + last.liveTracks, { is: 0 })
  record('soak', 'listeners gained', last.listeners - first.listeners, 'told')
  expect(last.sockets).toBe(1)
  expect(last.contexts).toBeLessThanOrEqual(first.contexts)
})
