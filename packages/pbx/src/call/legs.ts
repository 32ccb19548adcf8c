import type { DialogId, FlowId, InviteOptions, LegId } from '@zorio/sip'
import type { SipLoop } from '../sip-loop.ts'
import { createLeg, type Leg, type LegFact, type LegOwner } from './leg.ts'

export interface Legs {
  /** A leg that came in. */
  adopt(leg: LegId, callId: string, owner: LegOwner): Leg
  /** Calls a phone. `onFact` may be told before this returns. */
  invite(options: InviteOptions & { callId: string }, owner: LegOwner, onFact: Leg['onFact']): Leg
  deliver(fact: LegFact): void
  /** The socket is gone: its legs wait for the phone to come back. */
  loseFlow(flow: FlowId): void
  /** The phone registered from `flow`: its legs follow. */
  moveContact(contact: { extension: string; key: string; flow: FlowId }): void
  /** Legs of this phone number that have not ended. */
  of(extension: string): readonly Leg[]
  all(): readonly Leg[]
  byDialog(dialog: DialogId): Leg | undefined
  find(id: LegId): Leg | undefined
  close(): void
}

/** A page reload or a network change takes seconds; two minutes is what verto grants too. */
const ANSWERED_GRACE_MS = 120_000
/** A caller should not listen to the ringing of a phone that is gone. */
const RINGING_GRACE_MS = 15_000

interface LegState {
  readonly leg: Leg
  readonly contactKey: string | undefined
  flow: FlowId
  isAnswered: boolean
  isLost: boolean
  hasEnded: boolean
  lossTimer: NodeJS.Timeout | undefined
}

export function createLegs(loop: SipLoop): Legs {
  const states = new Map<LegId, LegState>()

  const track = (id: LegId, callId: string, owner: LegOwner): Leg => {
    const { extension, callUuid } = owner
    const leg = createLeg({ id, callId, callUuid, extension, loop, stateOf: () => state })
    const state: LegState = {
      leg,
      contactKey: owner.contactKey,
      flow: owner.flow,
      isAnswered: false,
      isLost: false,
      hasEnded: false,
      lossTimer: undefined,
    }
    states.set(id, state)
    return leg
  }
  const list = () => [...states.values()]

  return {
    adopt: track,
    invite: (options, owner, onFact) =>
      loop.run((agent, now) => {
        const leg = track(agent.invite(options, now), options.callId, owner)
        leg.onFact = onFact
        return leg
      }),
    deliver(fact) {
      const state = states.get(fact.leg)
      if (state === undefined) return
      if (fact.type === 'accepted' || fact.type === 'confirmed') state.isAnswered = true
      if (fact.type === 'ended') {
        state.hasEnded = true
        clearTimeout(state.lossTimer)
        states.delete(fact.leg)
      }
      state.leg.onFact(fact)
    },
    loseFlow(flow) {
      for (const state of list().filter((known) => known.flow === flow)) waitForPhone(state)
    },
    moveContact({ extension, key, flow }) {
      for (const state of list()) {
        if (state.leg.extension !== extension || state.contactKey !== key || state.flow === flow) continue
        clearTimeout(state.lossTimer)
        state.flow = flow
        loop.run((agent) => {
          agent.moveLeg(state.leg.id, flow)
        })
      }
    },
    of: (extension) =>
      list()
        .filter(({ leg }) => leg.extension === extension)
        .map(({ leg }) => leg),
    all: () => list().map(({ leg }) => leg),
    byDialog: (dialog) => list().find(({ leg }) => isSameDialog(leg.dialog(), dialog))?.leg,
    find: (id) => states.get(id)?.leg,
    close() {
      for (const state of states.values()) clearTimeout(state.lossTimer)
    },
  }
}

function waitForPhone(state: LegState): void {
  clearTimeout(state.lossTimer)
  state.lossTimer = setTimeout(
    () => {
      state.isLost = true
      state.leg.hangUp()
    },
    state.isAnswered ? ANSWERED_GRACE_MS : RINGING_GRACE_MS,
  )
}

/** Tags are named from whoever receives the Replaces header, so the two views of one dialog have them swapped. */
function isSameDialog(ours: DialogId | undefined, asked: DialogId): boolean {
  if (ours?.callId !== asked.callId) return false
  const straight = ours.toTag === asked.toTag && ours.fromTag === asked.fromTag
  const swapped = ours.toTag === asked.fromTag && ours.fromTag === asked.toTag
  return straight || swapped
}
