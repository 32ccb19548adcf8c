/** What changed on a call, as the events that the leading tab told. */
import type { CallChange, CallSnapshot, ZorioCall } from '../call-api.ts'
import type { SharedPhone } from './tab-port.ts'

interface News {
  readonly call: ZorioCall
  /** Undefined: not seen before. */
  readonly before: CallSnapshot | undefined
}

const fieldsOf: Readonly<Record<CallChange, keyof CallSnapshot>> = {
  hold: 'isHeld',
  remote_hold: 'isRemoteHeld',
  mute: 'isMuted',
  contact: 'contact',
  transfer: 'transferProgress',
  media: 'media',
  display_name: 'displayName',
}

/** `isFirst`: the tab has just come; of what is under way it tells only what rings. */
export function tellCallNews(
  emit: SharedPhone['reporter']['emit'],
  { call, before }: News,
  isFirst: boolean,
): void {
  const { state, direction, contact } = call
  const isNew = before === undefined
  if (isNew && isFirst && !(state === 'ringing' && direction === 'incoming')) return
  if (isNew && direction === 'incoming') emit('incoming_call', { call, contact })
  if (before?.state !== state) {
    if (state === 'ringing') emit('call_ringing', { call })
    if (state === 'answered') emit('call_answered', { call })
  }
  if (isNew) return
  const changed = changesBetween(before, call.getSnapshot())
  if (changed.length > 0) emit('call_updated', { call, changed })
}

function changesBetween(before: CallSnapshot, after: CallSnapshot): CallChange[] {
  const isSame = (name: keyof CallSnapshot) => JSON.stringify(before[name]) === JSON.stringify(after[name])
  return (Object.keys(fieldsOf) as CallChange[]).filter((change) => !isSame(fieldsOf[change]))
}
