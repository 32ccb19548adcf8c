/** Carries one step out on the world of a walk. */
import { fakeConfig } from '../../src/testing/fake-api.ts'
import { fakeSdp } from '../../src/testing/fake-media.ts'
import { keep, pass, sleep } from './walk.ts'
import { ZorioWebphoneError } from '../../src/index.ts'
import type { Step } from './steps.ts'
import type { Walk } from './walk.ts'

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
