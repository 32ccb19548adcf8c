/** Carries out what one call decides: SIP commands, media operations, timers, events. It decides nothing. */
import { billsecOf } from './call-state.ts'
import { Call } from './call.ts'
import { createTimers } from '../base/timers.ts'
import { nextSnapshot } from './call-snapshot.ts'
import { runLegEffect } from './leg-commands.ts'
import { runMediaEffect } from './media-runner.ts'
import { stepCall } from './call-step.ts'
import { errorFrom } from '../line/failure-rules.ts'
import type { CallEffect, CallInput, CallModel, CallTimer } from './call-state.ts'
import type { CallHost, CallPorts, CallRunner, Outgoing } from './call-host.ts'

export interface CallSetup {
  readonly model: CallModel
  readonly outgoing?: Outgoing | undefined
}

export function createCallRunner(ports: CallPorts, host: CallHost, setup: CallSetup): CallRunner {
  const { clock, queue, waiters, agent, media } = ports
  let { model } = setup
  let snapshot = nextSnapshot(undefined, model)

  const input = (fact: CallInput) => queue(() => step(fact))
  const timers = createTimers<CallTimer>(clock, (name) => input({ type: 'timer', name }))
  const mediaSetting = { media, host, input, session: undefined, last: Promise.resolve() }

  const step = (fact: CallInput) => {
    const next = stepCall(model, fact, { now: clock.now(), wallTime: clock.wallTime() })
    model = next.call
    const old = snapshot
    snapshot = nextSnapshot(old, model)
    if (old !== snapshot) host.changed()
    for (const effect of next.effects) {
      const isDone = runLegEffect(legSetting, effect) || runMediaEffect(mediaSetting, effect)
      if (!isDone) carryOut(effect)
    }
  }

  const carryOut = (effect: CallEffect): void => {
    if (effect.type === 'timer') timers.set(effect.name, effect.delayMs)
    else if (effect.type === 'clear-timers') timers.clear()
    else if (effect.type === 'raise') input(effect.input)
    else if (effect.type === 'settle') waiters.settle(effect.id, effect.failure && errorFrom(effect.failure))
    else if (effect.type === 'error') host.error(errorFrom(effect.failure))
    else host.carryOut(runner, effect)
  }

  const runner: CallRunner = {
    get model() {
      return model
    },
    get snapshot() {
      return snapshot
    },
    get billsec() {
      return billsecOf(model, clock.now())
    },
    leg: undefined,
    input,
    ask(make) {
      const { id, promise } = waiters.add(() => {})
      input(make(id))
      return promise
    },
    askTransferTo: (other) => host.transferTo(runner, other),
    get api() {
      return api
    },
  }
  const api = new Call(runner)
  const legSetting = { runner, agent, host, outgoing: setup.outgoing }
  return runner
}
