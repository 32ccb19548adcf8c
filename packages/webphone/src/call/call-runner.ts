/** Carries out what one call decides: SIP commands, media operations, timers, events. It decides nothing. */
import { billsecOf } from './call-state.ts'
import { Call } from './call.ts'
import { createTimers } from '../base/timers.ts'
import { nextSnapshot } from './call-snapshot.ts'
import { createLegActs } from './leg-commands.ts'
import { createMediaActs } from './media-runner.ts'
import { stepCall } from './call-step.ts'
import { errorFrom } from '../line/failure-rules.ts'
import type { CallInput, CallModel, CallTimer } from './call-state.ts'
import type { MediaSession } from '../media/media-port.ts'
import type { CallActs, CallHost, CallPorts, CallRunner, Outgoing } from './call-host.ts'

export interface CallSetup {
  readonly model: CallModel
  readonly outgoing?: Outgoing | undefined
}

export function createCallRunner(ports: CallPorts, host: CallHost, setup: CallSetup): CallRunner {
  const { clock, queue, waiters, agent, media } = ports
  let { model } = setup
  let snapshot = nextSnapshot(undefined, model)
  let session: MediaSession | undefined

  const input = (fact: CallInput) => queue(() => step(fact))
  const timers = createTimers<CallTimer>(clock, (name) => input({ type: 'timer', name }))

  const step = (fact: CallInput) => {
    const next = stepCall(model, fact, { now: clock.now(), wallTime: clock.wallTime() })
    model = next.call
    const old = snapshot
    snapshot = nextSnapshot(old, model)
    if (old !== snapshot) host.changed()
    for (const effect of next.effects) {
      // Each row of the table takes the effect that it is named after.
      const act: (effect: never) => void = acts[effect.type]
      act(effect as never)
    }
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
    stats: () => session?.stats(),
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
  const acts: CallActs = {
    ...createLegActs({ runner, agent, host, outgoing: setup.outgoing }),
    ...createMediaActs({ open: (...of) => (session = media.open(...of)) }, host, input),
    ...host.actsOf(runner),
    timer: ({ name, delayMs }) => timers.set(name, delayMs),
    'clear-timers': timers.clear,
    raise: (effect) => input(effect.input),
    settle: ({ id, failure }) => waiters.settle(id, failure && errorFrom(failure)),
    error: ({ failure }) => host.error(errorFrom(failure)),
  }
  return runner
}
