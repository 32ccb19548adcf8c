/**
 * A page that goes in a call leaves it to the next page of its tab: writes down which dialog it is, and has the PBX keep the
 * other side for a moment. Where the PBX cannot, or nobody would take the call back, it is ended as ever.
 */
import { askToKeep, wishOf } from './keep-call.ts'
import { watchReloads } from './reload-signs.ts'
import { writeNotes } from './call-note.ts'
import type { CallNote } from './call-note.ts'
import type { CallRunner } from '../call/call-host.ts'
import type { PageSignal } from '../base/page-signals-port.ts'
import type { WatchedPhone } from '../watch/watch-port.ts'

/** A page that is closed must be gone for the other side within 5 s: by then the reloaded one has to have spoken. */
const unknownSeconds = 4
/** A reload that gave itself away may load slowly. */
const reloadSeconds = 30

export interface LeavingCalls {
  readonly left: ReadonlySet<CallRunner>
  onPage(signal: PageSignal): void
}

export function leaveCalls(phone: WatchedPhone, signal: AbortSignal): LeavingCalls {
  const { ports, calls, first, reporter } = phone
  const left = new Set<CallRunner>()
  const isReload = watchReloads(globalThis, () => ports.clock.now(), signal)
  let canKeep = false
  let askedFor = ''

  const isWanted = () => ports.tabStorage !== undefined && reporter.emitter.has('call_recoverable')
  const off = phone.store.subscribe(() => {
    const [found] = canKeep || !isWanted() ? [] : notesOf(phone)
    if (!found || found.note.uuid === askedFor) return
    askedFor = found.note.uuid
    void askToKeep(ports.api, wishOf(found.note, 0)).then((can) => (canKeep = can !== undefined))
  })
  signal.addEventListener('abort', off)

  const leave = () => {
    const found = canKeep && isWanted() ? notesOf(phone) : []
    const notes = found.map(({ note }) => note)
    if (notes.length === 0 || !ports.tabStorage) return
    if (!writeNotes(ports.tabStorage, first.extension, notes)) return
    // Where tabs share, another one may be the phone when this one is back.
    const seconds = isReload() && phone.settings.tabs !== 'shared' ? reloadSeconds : unknownSeconds
    for (const { call, note } of found) {
      left.add(call)
      void askToKeep(ports.api, wishOf(note, seconds), true)
    }
  }
  /** Out of the back-forward cache: nobody took them, and their time is over or soon will be. */
  const comeBack = () => {
    if (ports.tabStorage && left.size > 0) writeNotes(ports.tabStorage, first.extension, [])
    for (const call of calls.visible.filter((one) => left.has(one)))
      call.input({ type: 'hangup', id: 0, isLeaving: true })
    left.clear()
  }

  return {
    left,
    onPage(page) {
      if (page === 'pagehide') leave()
      else if (page === 'pageshow') comeBack()
    },
  }
}

function notesOf(phone: WatchedPhone): readonly { readonly call: CallRunner; readonly note: CallNote }[] {
  const leftAt = phone.ports.clock.wallTime()
  return phone.calls.visible.flatMap((call) => {
    const { leg, snapshot } = call
    const handover = leg === undefined ? undefined : phone.agent.run((agent) => agent.handoverOf(leg))
    const { answeredAt, state } = snapshot
    if (!handover?.isReplaceable || state !== 'answered' || answeredAt === null) return []
    const { dialog, bye } = handover
    const { uuid, number, displayName, direction, createdAt, isHeld, isMuted } = snapshot
    const facts = { uuid, number, displayName, direction, createdAt, answeredAt, isHeld, isMuted }
    return [{ call, note: { ...facts, dialog, bye, leftAt } }]
  })
}
