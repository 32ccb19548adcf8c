/**
 * Random hosts, networks and far ends against a whole phone in virtual time. Each seed is one run; a failing one is
 * printed with its last steps and becomes a test of its own. RANDOM_RUNS sets how many (default 20), RANDOM_SEED the first.
 */
import { describe, expect, it } from 'vitest'
import { createFakeRandom } from './testing/fake-random.ts'
import { fakeSdp } from './testing/fake-media.ts'
import { online } from './testing/scenes.ts'
import type { PbxFact } from './testing/fake-pbx.ts'
import type { Scene } from './testing/scenes.ts'

const env = (globalThis as { process?: { env: Record<string, string | undefined> } }).process?.env ?? {}
const stepsPerRun = 250

type Act = (scene: Scene, pick: <T>(from: readonly T[]) => T | undefined, random: () => number) => unknown

const legsOf = ({ pbx }: Scene) =>
  pbx.facts.flatMap((fact: PbxFact) =>
    fact.type === 'incoming' || fact.type === 'accepted' ? [fact.leg] : [],
  )

const acts: Readonly<Record<string, Act>> = {
  call: ({ phone }) => phone.call('100'),
  answer: ({ phone }, pick) => pick(phone.calls)?.answer(),
  hangup: ({ phone }, pick) => pick(phone.calls)?.hangup(),
  hold: ({ phone }, pick) => pick(phone.calls)?.hold(),
  unhold: ({ phone }, pick) => pick(phone.calls)?.unhold(),
  mute: ({ phone }, pick) => pick(phone.calls)?.mute(),
  digits: ({ phone }, pick) => pick(phone.calls)?.sendDtmf('1,2'),
  transfer: ({ phone }, pick) => pick(phone.calls)?.transfer('200'),
  register: ({ phone }) => phone.register(),
  unregister: ({ phone }, _pick, random) => (random() < 0.2 ? phone.unregister() : undefined),
  cut: ({ sockets }) => sockets.latest.close(),
  silence: ({ sockets }, _pick, random) => (random() < 0.3 ? sockets.latest.silence() : undefined),
  refuseSockets: ({ sockets }) => {
    sockets.onOpen = (socket) => queueMicrotask(() => socket.close('refused'))
  },
  takeSockets: ({ sockets }) => {
    sockets.onOpen = (socket) => queueMicrotask(() => socket.accept())
  },
  neverOpen: ({ sockets }) => {
    sockets.onOpen = () => {}
  },
  page: ({ signal }, pick) =>
    signal(
      pick(['online', 'offline', 'visible', 'hidden', 'freeze', 'resume', 'pagehide', 'pageshow'] as const) ??
        'online',
    ),
  sleep: ({ clock }) => clock.sleep(60_000),
  registerAnswer: ({ pbx }, pick) => {
    const status = pick([200, 200, 200, 403, 503, 500]) ?? 200
    pbx.onRegister = () => ({ status })
  },
  registerFine: ({ pbx }) => {
    pbx.onRegister = () => ({ status: 200 })
  },
  callIn: ({ pbx }) =>
    pbx.run((ua, now) =>
      ua.invite(
        {
          flow: pbx.flow,
          target: 'sip:1001@pbx.example',
          offer: fakeSdp('o'),
          from: { uri: 'sip:77@pbx.example' },
          to: { uri: 'sip:1001@pbx.example' },
        },
        now,
      ),
    ),
  farRing: (scene, pick) => scene.pbx.run((ua, now) => ua.progress(pick(legsOf(scene)) ?? '', 180, now)),
  farEarly: (scene, pick) =>
    scene.pbx.run((ua, now) => ua.progress(pick(legsOf(scene)) ?? '', 183, now, fakeSdp('early'))),
  farAnswer: (scene, pick) =>
    scene.pbx.run((ua, now) => ua.accept(pick(legsOf(scene)) ?? '', fakeSdp('a'), now)),
  farRefuse: (scene, pick) => scene.pbx.run((ua, now) => ua.reject(pick(legsOf(scene)) ?? '', 486, now)),
  farBye: (scene, pick) => scene.pbx.run((ua, now) => ua.hangup(pick(legsOf(scene)) ?? '', now)),
  farOffer: (scene, pick) =>
    scene.pbx.run((ua, now) => ua.reoffer(pick(legsOf(scene)) ?? '', fakeSdp('r', 'sendonly'), now)),
  farTakesOffer: (scene, pick) =>
    scene.pbx.run((ua, now) => ua.answerOffer(pick(legsOf(scene)) ?? '', fakeSdp('r'), now)),
  farRefusesOffer: (scene, pick) =>
    scene.pbx.run((ua, now) => ua.refuseOffer(pick(legsOf(scene)) ?? '', 488, now)),
  farRefer: (scene, pick) =>
    scene.pbx.run((ua, now) => ua.refer(pick(legsOf(scene)) ?? '', { target: 'sip:300@pbx.example' }, now)),
  media: ({ media }, pick) =>
    media.sessions.length > 0 &&
    media.latest.tell({
      type: 'connection',
      state: pick(['interrupted', 'failed', 'connected'] as const) ?? 'connected',
    }),
  microphone: ({ media }, _pick, random) => {
    media.failures = random() < 0.3 ? { startInput: new Error('no microphone') } : {}
  },
  wait: ({ clock }, pick) => clock.advance(pick([10, 50, 500, 5000, 40_000]) ?? 10),
}

async function run(seed: number) {
  const random = createFakeRandom(seed)
  const pick = <T>(from: readonly T[]): T | undefined => from[Math.floor(random() * from.length)]
  const scene = await online()
  const promises: Promise<unknown>[] = []
  const done: string[] = []
  for (let step = 0; step < stepsPerRun; step++) {
    const name = pick(Object.keys(acts)) ?? 'wait'
    done.push(name)
    const result = acts[name]?.(scene, pick, random)
    if (result instanceof Promise) promises.push(result.catch(() => {}))
    await scene.clock.advance(pick([0, 1, 10, 100]) ?? 0)
    const opening = scene.sockets.sockets.filter((one) => one.isOpen && !one.isDropped)
    expect(opening.length, 'live sockets').toBeLessThanOrEqual(1)
  }
  const bye = scene.phone.disconnect()
  await scene.clock.advance(2000)
  await bye
  const count = scene.events.length
  await scene.clock.advance(400_000)
  expect(scene.events.length, 'events after disconnect()').toBe(count)
  await Promise.race([
    Promise.all(promises),
    new Promise((_resolve, reject) => setTimeout(() => reject(new Error('a promise never settled')), 1000)),
  ])
  checkOrder(scene)
  expect(scene.sockets.openCount).toBe(0)
  expect(scene.media.sessions.every((one) => one.isClosed)).toBe(true)
  expect(scene.media.isRinging).toBe(false)
  return done
}

/** One call_hangup a call, after everything else of it; connected and disconnected in turn; no crash on the way. */
function checkOrder({ events }: Scene): void {
  const ended = new Set<unknown>()
  const seen = new Set<unknown>()
  let isUp = false
  for (const [name, payload] of events) {
    if (name === 'connected' || name === 'disconnected') {
      expect(isUp, name).toBe(name === 'disconnected')
      isUp = name === 'connected'
    }
    if (name === 'registered') expect(isUp).toBe(true)
    if (name === 'error') expect(payload).not.toMatchObject({ code: 'internal' })
    if (typeof payload !== 'object' || payload === null || !('call' in payload)) continue
    const { call } = payload
    expect(ended.has(call), `${name} after call_hangup`).toBe(false)
    seen.add(call)
    if (name === 'call_hangup') ended.add(call)
  }
  expect(ended.size, 'calls that ended').toBe(seen.size)
}

describe('random walks', () => {
  const runs = Number(env['RANDOM_RUNS'] ?? 20)
  const base = Number(env['RANDOM_SEED'] ?? 1)
  for (let seed = base; seed < base + runs; seed++) it(`seed ${seed}`, () => run(seed), 30_000)
})
