/** The picture of a call that an application sees. */
import type { CallSnapshot } from '../call-api.ts'
import type { CallModel, CallStage } from './call-state.ts'
import type { CallState } from '../call-api.ts'

/** What is not seen yet looks like what it is about to be. */
function publicState(stage: CallStage): CallState {
  if (stage === 'preparing') return 'dialing'
  return stage === 'arriving' ? 'ringing' : stage
}

/** The old picture itself when nothing in it changed. */
export function nextSnapshot(old: CallSnapshot | undefined, call: CallModel): CallSnapshot {
  const fresh: CallSnapshot = {
    uuid: call.uuid,
    number: call.number,
    displayName: call.displayName,
    direction: call.seenAs ?? call.direction,
    state: publicState(call.stage),
    contact: call.contact,
    isMuted: call.isMuted,
    isHeld: call.isHeld,
    isRemoteHeld: call.isRemoteHeld,
    createdAt: call.createdAt,
    answeredAt: call.answeredAt,
    endedAt: call.endedAt,
    heldAt: call.heldAt,
    media: call.media,
    transferProgress: call.transfer,
    hangupDetail: call.hangup,
    receivedDigits: call.receivedDigits,
  }
  return old && isSame(old, fresh) ? old : Object.freeze(fresh)
}

function isSame(old: CallSnapshot, fresh: CallSnapshot): boolean {
  for (const key of Object.keys(fresh)) {
    if (!Object.is(Reflect.get(old, key), Reflect.get(fresh, key))) return false
  }
  return true
}
