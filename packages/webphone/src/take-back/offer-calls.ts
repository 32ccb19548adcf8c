/** A page that was reloaded in a call offers it to whoever listens, and takes it back when asked to. */
import { askToEnd, askToKeep, wishOf } from './keep-call.ts'
import { farEndOf, offeredMs, takeNotes } from './call-note.ts'
import { ZorioWebphoneError } from '../errors.ts'
import type { CallNote } from './call-note.ts'
import type { CallOffer, ZorioCall } from '../call-api.ts'
import type { KeepCallBody } from '@zorio/contract'
import type { WatchedPhone } from '../watch/watch-port.ts'

/** The UI of `mount` is a chunk of its own and hears of offers only once it is there. */
const uiMs = 10_000
const lookMs = 100

export async function offerCalls(phone: WatchedPhone, signal: AbortSignal): Promise<void> {
  const { ports, first, reporter } = phone
  if (!ports.tabStorage) return
  const notes = takeNotes(ports.tabStorage, first.extension, ports.clock.wallTime())
  await Promise.all(
    notes.map(async (note) => {
      const isHeard = () => reporter.emitter.has('call_recoverable')
      const mayBeHeard = isHeard() || phone.settings.mount !== undefined
      if (!mayBeHeard) return endNote(phone, note)
      const leftMs = note.leftAt + offeredMs - ports.clock.wallTime()
      const kept = await askToKeep(ports.api, wishOf(note, Math.max(1, Math.floor(leftMs / 1000))))
      if (!kept) return
      if (!(await comes(isHeard, phone, signal))) return endNote(phone, note)
      if (!signal.aborted) reporter.emit('call_recoverable', { offer: createOffer(phone, note, kept) })
    }),
  )
}

/** Whether it does within the time that the UI is given. */
async function comes(isThere: () => boolean, { ports }: WatchedPhone, signal: AbortSignal): Promise<boolean> {
  for (let waited = 0; !isThere() && !signal.aborted && waited < uiMs; waited += lookMs)
    await new Promise<void>((resolve) => {
      const done = () => {
        cancel()
        signal.removeEventListener('abort', done)
        resolve()
      }
      const cancel = ports.clock.setTimer(lookMs, done)
      signal.addEventListener('abort', done)
    })
  return isThere() || signal.aborted
}

function createOffer(phone: WatchedPhone, note: CallNote, kept: KeepCallBody): CallOffer {
  const { uuid, number, displayName, direction, createdAt, answeredAt, isHeld, isMuted } = note
  const expiresAt = note.leftAt + offeredMs
  let isDecided = false
  const decide = () => {
    const isOver = isDecided || phone.ports.clock.wallTime() >= expiresAt
    if (isOver) throw over()
    isDecided = true
  }
  return {
    ...{ uuid, number, displayName, direction, createdAt, answeredAt, isHeld, isMuted },
    expiresAt,
    takeBack: () =>
      mayBeIgnored(async () => {
        if (phone.line.state.phase !== 'online')
          throw new ZorioWebphoneError('not_registered', `The phone is ${phone.line.status}.`)
        decide()
        return takeBack(phone, note, kept)
      }),
    hangup: () =>
      mayBeIgnored(async () => {
        decide()
        await endNote(phone, note)
      }),
  }
}

/** A host that drops the promise gets no unhandled rejection of it. */
function mayBeIgnored<T>(act: () => Promise<T>): Promise<T> {
  const promise = act()
  promise.catch(() => {})
  return promise
}

function over(): ZorioWebphoneError {
  return new ZorioWebphoneError('invalid_state', 'The call is over.', { details: { state: 'ended' } })
}

const endNote = ({ ports }: WatchedPhone, { dialog, bye }: CallNote): Promise<void> =>
  askToEnd(ports.api, dialog.callId, bye)

async function takeBack(phone: WatchedPhone, note: CallNote, kept: KeepCallBody): Promise<ZorioCall> {
  const { uuid, number, displayName, createdAt, answeredAt, direction } = note
  const { clock } = phone.ports
  // The monotonic clock began anew with the page: how long the call has lasted comes from the wall clock, this once.
  const answeredTick = clock.now() - Math.max(0, clock.wallTime() - answeredAt)
  const past = { uuid, displayName, createdAt, answeredAt, answeredTick, seenAs: direction }
  const target = kept.far_end ? farEndOf(note) : undefined
  try {
    const call = await phone.calls.dial(number, [], { replaces: note.dialog, past, target })
    await restore(phone, call, note)
    void findContact(phone, note)
    return call
  } catch (error) {
    // Nobody will ask again: the far end must not wait for the end of its time.
    void endNote(phone, note)
    throw error
  }
}

/** Muted and held as it was; not a word gets out before. */
async function restore(phone: WatchedPhone, call: ZorioCall, { isMuted, isHeld }: CallNote): Promise<void> {
  if (isMuted || isHeld) await call.mute()
  await answered(phone, call)
  if (isHeld) await call.hold()
  if (isHeld && !isMuted) await call.unmute()
}

function answered(phone: WatchedPhone, call: ZorioCall): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = () => {
      if (call.state !== 'answered' && call.state !== 'ended') return
      off()
      if (call.state === 'answered') resolve()
      else reject(over())
    }
    const off = phone.store.subscribe(look)
    look()
  })
}

async function findContact({ ports, calls }: WatchedPhone, { number, uuid }: CallNote): Promise<void> {
  const { signal } = new AbortController()
  const contact = await ports.api.lookupContact(number, { signal })
  calls.visible.find(({ snapshot }) => snapshot.uuid === uuid)?.input({ type: 'contact', contact })
}
