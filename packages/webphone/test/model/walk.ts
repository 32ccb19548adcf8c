/** One walk: a whole phone in virtual time, led through steps, and asked after each whether it still tells the truth. */
import { createFakeWorld } from '../../src/testing/fake-phone.ts'
import { ZorioWebphone, ZorioWebphoneError } from '../../src/index.ts'
import { fail } from './fail.ts'
import { eventNames, isEventName } from '../../src/events.ts'
import { watchTruth } from './truth.ts'
import type { Clock } from '../../src/base/clock.ts'
import type { FakeWorld } from '../../src/testing/fake-phone.ts'
import type { MediaOp } from './steps.ts'
import type { Truth } from './truth.ts'
import type { ZorioCall } from '../../src/call-api.ts'

/** Silence to "no longer registered", while the page is awake. */
const truthBoundMs = 30_000
/** After sleep. */
const wakeBoundMs = 5000
/** A registrar that forgot is found out by the next refresh: 75 % of 300 s, and the answer. */
const forgottenBoundMs = 230_000

export interface Happening {
  readonly at: number
  readonly name: string
  readonly payload: unknown
}

export interface Walk {
  readonly world: FakeWorld
  readonly truth: Truth
  readonly phone: ZorioWebphone
  readonly events: Happening[]
  readonly promises: { readonly of: string; isSettled: boolean }[]
  readonly timers: Set<object>
  readonly reactions: { to: string; by: string }[]
  readonly hanging: Set<MediaOp>
  skewMs: number
  falseSince: number | undefined
  /** What the host asked for last. */
  wantsRegistration: boolean
}

/** Counts the timers that the phone holds, and lets the wall clock jump. */
function watchedClock(clock: Clock, timers: Set<object>, skew: () => number): Clock {
  return {
    now: clock.now,
    wallTime: () => clock.wallTime() + skew(),
    setTimer(delayMs, run) {
      const token = {}
      timers.add(token)
      const cancel = clock.setTimer(delayMs, () => {
        timers.delete(token)
        run()
      })
      return () => {
        timers.delete(token)
        cancel()
      }
    },
  }
}

function letMediaHang({ media }: FakeWorld, hanging: Set<MediaOp>): void {
  const open = media.open.bind(media)
  media.open = (options, report) => {
    const session = open(options, report)
    const or =
      <T>(op: MediaOp, real: () => Promise<T>) =>
      () =>
        hanging.has(op) ? new Promise<T>(() => {}) : real()
    return Object.create(session, {
      startInput: { value: or('startInput', () => session.startInput()) },
      createOffer: {
        value: (o?: { iceRestart?: boolean }) => or('createOffer', () => session.createOffer(o))(),
      },
      answerOffer: { value: (offer: string) => or('answerOffer', () => session.answerOffer(offer))() },
      acceptAnswer: {
        value: (answer: string, stage: 'early' | 'final') =>
          or('acceptAnswer', () => session.acceptAnswer(answer, stage))(),
      },
    }) as typeof session
  }
}

export async function startWalk(): Promise<Walk> {
  const world = createFakeWorld()
  const truth = watchTruth(world)
  const timers = new Set<object>()
  const hanging = new Set<MediaOp>()
  letMediaHang(world, hanging)
  const state = { skewMs: 0 }
  const ports = { ...world.ports, clock: watchedClock(world.clock, timers, () => state.skewMs) }
  const phone = await ZorioWebphone.connectWith(
    { apiBase: 'https://crm.example', token: 'canary-token', onError: () => {} },
    () => ({ ...ports, connected: ports }),
  )
  const walk: Walk = {
    world,
    truth,
    phone,
    events: [],
    promises: [],
    timers,
    reactions: [],
    hanging,
    get skewMs() {
      return state.skewMs
    },
    set skewMs(to) {
      state.skewMs = to
    },
    falseSince: undefined,
    wantsRegistration: true,
  }
  for (const name of eventNames) {
    if (!isEventName(name)) continue
    phone.on(name, (payload: unknown) => {
      walk.events.push({ at: world.clock.now(), name, payload })
      react(walk, name, payload)
    })
  }
  await pass(walk, 50)
  if (phone.status !== 'registered') fail(`the walk starts ${phone.status}`)
  return walk
}

function react(walk: Walk, name: string, payload: unknown): void {
  const index = walk.reactions.findIndex((one) => one.to === name)
  if (index < 0) return
  const [reaction] = walk.reactions.splice(index, 1)
  const call = (payload as { call?: ZorioCall } | undefined)?.call ?? walk.phone.calls[0]
  if (reaction?.by === 'throw') throw new Error('a handler of the host is broken')
  if (reaction?.by === 'hangup') keep(walk, 'hangup in a handler', call?.hangup())
  if (reaction?.by === 'answer') keep(walk, 'answer in a handler', call?.answer())
  if (reaction?.by === 'register') keep(walk, 'register in a handler', walk.phone.register())
  if (reaction?.by === 'unregister') keep(walk, 'unregister in a handler', walk.phone.unregister())
}

export function keep(walk: Walk, of: string, promise: Promise<unknown> | undefined): void {
  if (!promise) return
  if (of.startsWith('register')) walk.wantsRegistration = true
  if (of.startsWith('unregister')) walk.wantsRegistration = false
  const entry = { of, isSettled: false }
  walk.promises.push(entry)
  promise.then(
    () => (entry.isSettled = true),
    (error: unknown) => {
      entry.isSettled = true
      if (!(error instanceof ZorioWebphoneError)) entry.isSettled = false
    },
  )
}

/** Time passes in pieces, so that no lie is slept through. */
export async function pass(walk: Walk, ms: number): Promise<void> {
  const { clock } = walk.world
  const until = clock.now() + ms
  do {
    const sliceMs = walk.falseSince === undefined ? 5000 : 1000
    await clock.advance(Math.min(sliceMs, until - clock.now()))
    checkMoment(walk)
  } while (clock.now() < until)
}

function checkMoment(walk: Walk): void {
  const { world, truth, phone } = walk
  const live = world.sockets.sockets.filter((one) => one.isOpen && !one.isDropped)
  if (live.length > 1) fail(`${live.length} live sockets`)
  const now = world.clock.now()
  if (truth.isReachable() || phone.status !== 'registered') walk.falseSince = undefined
  else walk.falseSince ??= now
  if (walk.falseSince === undefined) return
  const bound = truth.isForgotten ? forgottenBoundMs : truthBoundMs
  const lieMs = now - walk.falseSince
  if (lieMs > bound) fail(`status registered for ${lieMs} ms without a way to reach the phone`)
}

export async function sleep(walk: Walk, ms: number): Promise<void> {
  await walk.world.clock.sleep(ms)
  // A nap shorter than the gap that counts as sleep is no wake.
  if (ms <= 10_000) return checkMoment(walk)
  const now = walk.world.clock.now()
  // Whatever was lost before or during the sleep must be found soon after it.
  walk.falseSince = now - truthBoundMs + wakeBoundMs
  checkMoment(walk)
}
