/** How long calls could not reach us, and who called meanwhile: said once, and listed with the missed calls. */
import { addEntry, type LogEntry } from '../call-log.ts'
import type { WebphoneEvents } from '../../events.ts'
import type { RequestContext } from '../requests/request-map.ts'
import { durationText } from '../view/duration-text.ts'
import { showNotice } from './notices.ts'

/** A shorter gap that cost no call is not worth a word. */
const worthTellingMs = 10_000

type Restored = WebphoneEvents['reachability_restored']

export function watchReach(context: RequestContext): () => void {
  return context.phone.on('reachability_restored', ({ blind_ms, missed, missed_unknown }) => {
    if (missed.length) context.set({ log: missed.map(entryFrom).reduce(addEntry, context.get().log) })
    if (blind_ms < worthTellingMs && missed.length === 0) return
    showNotice(context, {
      id: 'blind',
      tone: missed.length ? 'warn' : 'info',
      text: 'blindNotice',
      help: missed.length ? 'blindMissed' : missed_unknown ? 'blindUnknown' : 'blindNobody',
      values: { time: durationText(Math.round(blind_ms / 1000)) },
      numbers: [...new Set(missed.map(({ caller_number }) => caller_number))],
      ...(missed.length ? { action: 'recents' as const } : {}),
    })
  })
}

function entryFrom(record: Restored['missed'][number]): LogEntry {
  return {
    uuid: record.uuid,
    number: record.caller_number,
    name: '',
    direction: 'incoming',
    startedAt: Date.parse(record.start_time) || 0,
    billsec: 0,
    reason: (record.hangup_cause ?? '').toLowerCase(),
    isMissed: true,
    isSeen: false,
  }
}
