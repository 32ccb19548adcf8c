/** One walk: a whole phone in virtual time, led through steps, and asked after each whether it still tells the truth. */
import { createFakeWorld } from '../../src/testing/fake-phone.ts'
import { fakeConfig } from '../../src/testing/fake-api.ts'
import { fakeSdp } from '../../src/testing/fake-media.ts'
import { ZorioWebphone, ZorioWebphoneError } from '../../src/index.ts'
import { checkStory } from './story.ts'
import { eventNames, isEventName } from '../../src/events.ts'
import { watchTruth } from './truth.ts'
import type { Clock } from '../../src/base/clock.ts'
import type { FakeWorld } from '../../src/testing/fake-phone.ts'
import type { MediaOp, Step } from './steps.ts'
import type { Truth } from './truth.ts'
import type { ZorioCall } from '../../src/call-api.ts'

/** Silence to "no longer registered", while the page is awake. */
const truthBoundMs = 30_000
/** After sleep. */
const wakeBoundMs = 5000
/** A registrar that forgot is found out by the next refresh: 75 % of 300 s, and the answer. */
const forgottenBoundMs = 230_000
/** From a healed world to registered: the longest wait, its jitter, one silent connect, and the wait that a server asked for. */
const recoveryMs = 75_000

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

export function fail(message: string): never {
  throw new Error(message)
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
    () => ports,
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

function keep(walk: Walk, of: string, promise: Promise<unknown> | undefined): void {
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

export async function take(walk: Walk, step: Step): Promise<void> {
  const { world, phone, truth } = walk
  switch (step.do) {
    case 'wait':
      return pass(walk, step.ms)
    case 'sleep':
      return sleep(walk, step.ms)
    case 'wall-clock':
      return void (walk.skewMs += step.jumpMs)
    case 'dial':
      return keep(walk, 'call()', phone.call(step.number))
    case 'call':
      return actOnCall(walk, step)
    case 'register':
    case 'unregister':
      return keep(walk, `${step.do}()`, phone[step.do]())
    case 'unlock':
      return keep(walk, 'unlockAudio()', phone.unlockAudio())
    case 'cut':
      return world.sockets.sockets.at(-1)?.close()
    case 'silence':
    case 'forget':
      return truth[step.do]()
    case 'page':
      return world.signal(step.signal)
    case 'reach':
      return void (truth.reach = step.to)
    case 'wire':
      return void (truth.wire = step.to)
    case 'latency':
      return void (truth.latencyMs = step.ms)
    case 'registrar':
      return truth.answer(step.status, step.retryAfter)
    case 'react':
      return void walk.reactions.push({ to: step.to, by: step.by })
    case 'far':
      return farAct(walk, step)
    case 'call-in':
      return callIn(walk)
    default:
      return breakAdapter(walk, step)
  }
}

async function sleep(walk: Walk, ms: number): Promise<void> {
  await walk.world.clock.sleep(ms)
  // A nap shorter than the gap that counts as sleep is no wake.
  if (ms <= 10_000) return checkMoment(walk)
  const now = walk.world.clock.now()
  // Whatever was lost before or during the sleep must be found soon after it.
  walk.falseSince = now - truthBoundMs + wakeBoundMs
  checkMoment(walk)
}

type AdapterStep = Extract<Step, { do: 'api' | 'lookup' | 'media' | 'media-fact' }>

function breakAdapter({ world, hanging }: Walk, step: AdapterStep): void {
  const { api, media } = world
  if (step.do === 'api') {
    api.config =
      step.is === 'fine'
        ? fakeConfig
        : new ZorioWebphoneError(step.is === 'refusing' ? 'token_rejected' : 'bootstrap_failed', 'no')
  } else if (step.do === 'lookup') {
    api.lookup = () =>
      step.is === 'hanging'
        ? new Promise(() => {})
        : step.is === 'broken'
          ? Promise.reject(new Error('CRM'))
          : Promise.resolve(null)
  } else if (step.do === 'media') {
    if (step.is === 'hanging') hanging.add(step.op)
    else hanging.delete(step.op)
    const { [step.op]: _old, ...rest } = media.failures
    media.failures = step.is === 'broken' ? { ...rest, [step.op]: new Error(step.op) } : rest
  } else {
    const session = media.sessions.at(-1)
    if (step.state === 'input-lost') session?.tell({ type: 'input-lost' })
    else session?.tell({ type: 'connection', state: step.state })
  }
}

function actOnCall(walk: Walk, { act, which }: Extract<Step, { do: 'call' }>): void {
  const { calls } = walk.phone
  const call = calls[which % Math.max(1, calls.length)]
  if (!call) return
  const other = calls[(which + 1) % calls.length] ?? call
  const acts = {
    answer: () => call.answer(),
    hangup: () => call.hangup(),
    hold: () => call.hold(),
    unhold: () => call.unhold(),
    mute: () => call.mute(),
    unmute: () => call.unmute(),
    digits: () => call.sendDtmf('1,2#'),
    transfer: () => call.transfer('200'),
    join: () => call.transferTo(other),
  }
  keep(walk, `${act}()`, acts[act]())
}

function callIn({ world }: Walk): void {
  const { pbx } = world
  if (world.sockets.sockets.length === 0) return
  pbx.run((ua, now) =>
    ua.invite(
      {
        flow: pbx.flow,
        target: 'sip:1001@pbx.example',
        offer: fakeSdp('offer'),
        from: { uri: 'sip:77@pbx.example' },
        to: { uri: 'sip:1001@pbx.example' },
      },
      now,
    ),
  )
}

function farAct({ world }: Walk, { act, which }: Extract<Step, { do: 'far' }>): void {
  const { pbx } = world
  const legs = pbx.facts.flatMap((fact) =>
    fact.type === 'incoming' || fact.type === 'accepted' || fact.type === 'progress' ? [fact.leg] : [],
  )
  const leg = legs[legs.length - 1 - (which % Math.max(1, legs.length))]
  if (leg === undefined) return
  pbx.run((ua, now) => {
    if (act === 'ring') ua.progress(leg, 180, now)
    if (act === 'early') ua.progress(leg, 183, now, fakeSdp('early'))
    if (act === 'answer') ua.accept(leg, fakeSdp('answer'), now)
    if (act === 'refuse') ua.reject(leg, 486, now)
    if (act === 'bye') ua.hangup(leg, now)
    if (act === 'offer') ua.reoffer(leg, fakeSdp('again', 'sendonly'), now)
    if (act === 'take-offer') ua.answerOffer(leg, fakeSdp('again'), now)
    if (act === 'refuse-offer') ua.refuseOffer(leg, 488, now)
    if (act === 'refer') ua.refer(leg, { target: 'sip:300@pbx.example' }, now)
    if (act === 'info') ua.info(leg, 'application/dtmf-relay', 'Signal=5\r\nDuration=100\r\n', now)
  })
}

/** Heals the world, asks for what must then be true, ends the phone, and looks for what is left. */
export async function endWalk(walk: Walk): Promise<void> {
  const { world, truth, phone } = walk
  truth.heal()
  walk.hanging.clear()
  walk.reactions.length = 0
  world.media.failures = {}
  world.api.config = fakeConfig
  world.signal('pageshow')
  await pass(walk, recoveryMs)
  const gaveUp = walk.events.findLast((one) => one.name === 'unregistered' || one.name === 'registered')
  const reason = (gaveUp?.payload as { reason?: string } | undefined)?.reason
  if (walk.wantsRegistration && reason !== 'remote') await checkRegistered(walk, 'by itself')
  keep(walk, 'register() at the end', phone.register())
  await pass(walk, recoveryMs)
  await checkRegistered(walk, 'after register()')
  await leave(walk)
  checkStory(walk.events)
  const refused = world.logged.find(
    (line) => String(line[0]).includes('refused a command') || String(line[1]).includes('refused a command'),
  )
  if (refused) fail(`an exception in the SIP agent: ${refused.map(String).join(' ')}`)
}

async function checkRegistered({ phone, truth }: Walk, how: string): Promise<void> {
  if (phone.status !== 'registered') fail(`${how}: the world is healed, the phone is ${phone.status}`)
  if (!truth.isReachable() && !truth.isForgotten) fail(`${how}: registered, and nobody can reach it`)
}

async function leave(walk: Walk): Promise<void> {
  const { world, phone } = walk
  const { clock } = world
  keep(walk, 'disconnect()', phone.disconnect())
  await clock.advance(2000)
  const count = walk.events.length
  await clock.advance(400_000)
  if (walk.events.length !== count) fail(`${walk.events[count]?.name} after disconnect()`)
  if (walk.timers.size > 0) fail(`${walk.timers.size} timers after disconnect()`)
  if (world.sockets.sockets.some((one) => !one.isDropped && one.isOpen)) fail('a socket after disconnect()')
  if (world.media.sessions.some((one) => !one.isClosed)) fail('a media session after disconnect()')
  if (world.media.isRinging) fail('it rings after disconnect()')
  if (world.pageListeners.size > 0) fail('a page listener after disconnect()')
  const open = walk.promises.filter((one) => !one.isSettled).map((one) => one.of)
  if (open.length > 0) fail(`never settled, or not with our own error: ${open.join(', ')}`)
}

export async function runWalk(steps: readonly Step[]): Promise<void> {
  const walk = await startWalk()
  for (const step of steps) {
    await take(walk, step)
    await pass(walk, 1)
  }
  await endWalk(walk)
}
