/** Carries out what one call decides: SIP commands, media operations, timers, events. It decides nothing. */
import { billsecOf } from './call-state.ts'
import { Call } from './call.ts'
import { createLegCommands } from './leg-commands.ts'
import { createMediaRunner } from './media-runner.ts'
import { createTimers } from '../base/timers.ts'
import { nextSnapshot } from './call-snapshot.ts'
import { stepCall } from './call-step.ts'
import { ZorioWebphoneError } from '../errors.ts'
import type { CallEffect, CallFailure, CallInput, CallModel, CallTimer } from './call-state.ts'
import type { CallHost, CallPorts, CallRunner, Outgoing } from './call-host.ts'

export function createCallRunner(
  ports: CallPorts,
  host: CallHost,
  initial: CallModel,
  outgoing?: Outgoing,
): CallRunner {
  const { clock, queue, waiters } = ports
  let model = initial
  let snapshot = nextSnapshot(undefined, model)

  const input = (fact: CallInput) => queue(() => step(fact))
  const timers = createTimers<CallTimer>(clock, (name) => input({ type: 'timer', name }))
  const media = createMediaRunner(ports, host, input)

  const step = (fact: CallInput) => {
    const next = stepCall(model, fact, { now: clock.now(), wallTime: clock.wallTime() })
    model = next.call
    const old = snapshot
    snapshot = nextSnapshot(old, model)
    if (old !== snapshot) host.changed()
    for (const effect of next.effects) carryOut(effect)
  }

  const ask = (make: (id: number) => CallInput): Promise<void> => {
    const { id, promise } = waiters.add(() => {})
    input(make(id))
    return promise
  }

  const runner: CallRunner = {
    get api() {
      return api
    },
    get model() {
      return model
    },
    get snapshot() {
      return snapshot
    },
    leg: undefined,
    input,
    ask,
  }

  const api = new Call({
    get snapshot() {
      return snapshot
    },
    get billsec() {
      return billsecOf(model, clock.now())
    },
    ask,
    askTransferTo: (other) => host.transferTo(runner, other),
  })
  const legs = createLegCommands({ runner, agent: ports.agent, host, outgoing })

  const carryOut = (effect: CallEffect): void => {
    if (legs.carryOut(effect) || media.carryOut(effect)) return
    switch (effect.type) {
      case 'timer':
        return timers.set(effect.name, effect.delayMs)
      case 'clear-timers':
        return timers.clear()
      case 'raise':
        return input(effect.input)
      case 'settle':
        return waiters.settle(effect.id, effect.failure && errorFrom(effect.failure))
      case 'error':
        return host.error(errorFrom(effect.failure))
      case 'emit':
        return host.emit(runner, effect.event)
      case 'ring':
      case 'appear':
      case 'gone':
      case 'look-up-contact':
      case 'dial-referred':
      case 'tell-referrer':
        return host.carryOut(runner, effect)
    }
  }
  return runner
}

export function errorFrom({ code, message, details, cause }: CallFailure): ZorioWebphoneError {
  if (cause instanceof ZorioWebphoneError && cause.code === code) return cause
  return new ZorioWebphoneError(code, message, { ...(details ? { details } : {}), cause })
}
