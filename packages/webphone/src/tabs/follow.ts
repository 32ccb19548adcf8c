/** A tab that does not lead: shows what the leading one has, tells its call events, and asks it to act. */
import { createTabAsker } from './ask-leader.ts'
import { RemoteCall } from './remote-call.ts'
import { tellCallNews } from './call-news.ts'
import type { SharedCall, TabMessage } from './tab-messages.ts'
import type { Mirror, SharedPhone } from './tab-port.ts'
import type { PhoneSnapshot } from '../phone-api.ts'
import type { HangupDetail } from '../call-api.ts'

export interface Following {
  onMessage(message: TabMessage): void
  /** This tab leads now, or the phone ended. */
  stop(): void
}

type State = TabMessage & { type: 'state' }

/** With the tab went its audio. */
const lostTab: HangupDetail = {
  reason: 'normal_temporary_failure',
  cause: 'NORMAL_TEMPORARY_FAILURE',
  who: 'network',
}

export function follow(phone: SharedPhone, send: (message: TabMessage) => void): Following {
  const { extension, displayName, clock } = phone
  const asker = createTabAsker(phone, send)
  const source = { now: () => clock.now(), ask: asker.ask }
  const known = new Map<string, RemoteCall>()
  let leader = ''

  const upsert = (shared: SharedCall) => {
    const { uuid } = shared.snapshot
    const call = known.get(uuid) ?? new RemoteCall(source, shared)
    const before = known.has(uuid) ? call.getSnapshot() : undefined
    known.set(uuid, call)
    RemoteCall.update(call, shared)
    return { call, before }
  }
  const end = (shared: SharedCall) => {
    const { call } = upsert(shared)
    known.delete(call.uuid)
    const reason = call.hangupDetail?.reason ?? lostTab.reason
    phone.reporter.emit('call_hangup', { call, reason, billsec: call.billsec })
  }
  const endAll = (keep: readonly string[] = []) => {
    for (const call of [...known.values()].filter(({ uuid }) => !keep.includes(uuid))) {
      const snapshot = { ...call.getSnapshot(), state: 'ended' as const, hangupDetail: lostTab }
      end({ snapshot, billsec: call.billsec })
    }
  }

  const mirrorOf = ({ phone: told, calls }: State): Mirror => {
    const own = calls.map(({ snapshot }) => known.get(snapshot.uuid)).filter((one) => one !== undefined)
    const snapshot: PhoneSnapshot = Object.freeze({
      ...{ status: told.status, reconnect: told.reconnect, isAudioBlocked: told.isAudioBlocked },
      ...{ extension, displayName },
      calls: Object.freeze(own.map((one) => one.getSnapshot())),
    })
    return {
      snapshot,
      calls: own,
      call(number, options) {
        const dialled = asker.dial(number, options, (uuid) => known.get(uuid))
        dialled.catch(() => {})
        return dialled
      },
      ask(command) {
        if (command === 'disconnect') return undefined
        const done = asker.ask(command, '', []).then(() => {})
        done.catch(() => {})
        return done
      },
      silenceRing: () => void asker.ask('silence', '', []).catch(() => {}),
    }
  }
  const onState = (state: State) => {
    const isFirst = leader === ''
    if (!isFirst && leader !== state.leader) asker.giveUp()
    leader = state.leader
    endAll(state.calls.map(({ snapshot }) => snapshot.uuid))
    const news = state.calls.map(upsert)
    phone.mirror = mirrorOf(state)
    phone.changed()
    for (const one of news) tellCallNews(phone.reporter.emit, one, isFirst)
  }

  send({ type: 'hello' })
  return {
    onMessage(message) {
      if (message.type === 'state') onState(message)
      else if (message.type === 'ended') {
        // Of a call that was over before this tab came there is nothing to tell.
        if (known.has(message.call.snapshot.uuid)) end(message.call)
      } else if (message.type === 'digit') {
        const call = known.get(message.uuid)
        if (call) phone.reporter.emit('dtmf', { call, digit: message.digit, source: message.source })
      } else if (message.type === 'bye') asker.giveUp()
      else asker.onMessage(message)
    },
    stop() {
      asker.giveUp()
      phone.mirror = undefined
      endAll()
      phone.changed()
    },
  }
}
