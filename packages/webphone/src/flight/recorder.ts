/** Keeps what happened, and gives out what belongs to one call. It holds no phone: facts come in, records go out. */
import { redact } from '../base/logger.ts'
import { redactData, redactSip } from './redact-flight.ts'
import { summarizeSip } from './sip-summary.ts'
import type { CallSnapshot } from '../call-api.ts'
import type { FlightEntry, FlightFact, FlightRecord } from './flight-record.ts'

export interface RecordedCall {
  readonly uuid: string
  /** Masked. */
  readonly number: string
  readonly direction: 'incoming' | 'outgoing'
  readonly state: string
}

/** What an application gets. */
export interface FlightRecorder {
  /** Calls that there is a record of, oldest first; the last twenty. */
  readonly calls: readonly RecordedCall[]
  /** The record of a call so far, of the newest one by default. Undefined when there is none. */
  record(uuid?: string): FlightRecord | undefined
}

export interface Recorder extends FlightRecorder {
  /** The message as it was sent or received. */
  onSip(direction: 'sent' | 'received', text: string): void
  onEvent(name: string, payload: unknown, call?: { snapshot: CallSnapshot; billsec: number }): void
  /** Something of the media of the session that made this SDP; before there is one, of none. */
  onMedia(session: MediaRef, fact: FlightFact & { kind: 'media' | 'stats' }): void
  onDevices(devices: readonly { kind: string; label: string }[]): void
}

/** Knows its calls by what stands in their SDP. */
export interface MediaRef {
  ufrags: Set<string>
}

interface Kept {
  readonly at: number
  readonly fact: FlightFact
  readonly callId?: string
  readonly uuid?: string
  readonly media?: MediaRef
}

interface KnownCall {
  snapshot: CallSnapshot
  billsec: number
  firstAt: number
  lastAt: number
}

const mostEntries = 10_000
const mostCalls = 20
/** Registration and devices shortly before and after a call may be why it went as it did. */
const marginMs = 5000

export function createRecorder(clock: { now(): number; wallTime(): number }): Recorder {
  const calls = new Map<string, KnownCall>()
  const ufrags = new Map<string, string>()
  let kept: Kept[] = []
  let droppedCount = 0

  const keep = (fact: FlightFact, of: Partial<Kept> = {}): void => {
    kept.push({ ...of, at: clock.now(), fact })
    if (kept.length <= mostEntries) return
    // In one go: a shift for each entry would move the whole list each time.
    droppedCount += mostEntries / 10
    kept = kept.slice(mostEntries / 10)
  }

  const knowCall = ({ snapshot, billsec }: { snapshot: CallSnapshot; billsec: number }): void => {
    const at = clock.now()
    const known = calls.get(snapshot.uuid)
    calls.set(snapshot.uuid, { snapshot, billsec, firstAt: known?.firstAt ?? at, lastAt: at })
    for (const uuid of calls.keys()) if (calls.size > mostCalls) calls.delete(uuid)
  }

  return {
    get calls() {
      return [...calls.values()].map(({ snapshot }) => pictureOf(snapshot))
    },
    onSip(direction, text) {
      const known = summarizeSip(text)
      if (!known) return
      const { summary, callId, ufrag, candidates } = known
      if (ufrag !== undefined) ufrags.set(ufrag, callId)
      keep({ kind: 'sip', direction, summary, text: redactSip(text) }, { callId })
      if (candidates)
        keep({ kind: 'ice', side: direction === 'sent' ? 'local' : 'remote', candidates }, { callId })
    },
    onEvent(name, payload, call) {
      if (call) knowCall(call)
      const uuid = call?.snapshot.uuid
      keep({ kind: 'event', name, data: redactData(payload) ?? null }, uuid === undefined ? {} : { uuid })
    },
    onMedia: (media, fact) => keep(fact, { media }),
    onDevices(devices) {
      const labels = (kind: string) => devices.filter((one) => one.kind === kind).map(({ label }) => label)
      keep({ kind: 'devices', inputs: labels('audioinput'), outputs: labels('audiooutput') })
    },
    record(uuid = [...calls.keys()].at(-1)) {
      const call = uuid === undefined ? undefined : calls.get(uuid)
      if (!call || uuid === undefined) return undefined
      const mine = entriesOf(kept, { uuid, call, ufrags })
      const firstAt = Math.min(call.firstAt, mine[0]?.at ?? call.firstAt)
      return recordFrom(call, {
        startedAt: new Date(clock.wallTime() - (clock.now() - firstAt)).toISOString(),
        entries: mine.map(({ at, fact }): FlightEntry => ({ t: Math.round(at - firstAt), ...fact })),
        droppedCount,
      })
    },
  }
}

const pictureOf = ({ uuid, number, direction, state }: CallSnapshot): RecordedCall => ({
  uuid,
  number: redact(number),
  direction,
  state,
})

/** A call is known by its Call-ID or by a header that holds its uuid, whatever the PBX does. */
function entriesOf(
  kept: readonly Kept[],
  { uuid, call, ufrags }: { uuid: string; call: KnownCall; ufrags: ReadonlyMap<string, string> },
): Kept[] {
  const callIds = new Set([uuid])
  for (const { fact, callId } of kept)
    if (fact.kind === 'sip' && callId !== undefined && fact.text.includes(uuid)) callIds.add(callId)
  const isOfMedia = (media: MediaRef) =>
    [...media.ufrags].some((ufrag) => callIds.has(ufrags.get(ufrag) ?? ''))
  return kept.filter((one) => {
    if (one.uuid !== undefined) return one.uuid === uuid
    if (one.media) return isOfMedia(one.media)
    if (one.callId !== undefined && callIds.has(one.callId)) return true
    const isOfLine =
      one.callId === undefined || (one.fact.kind === 'sip' && one.fact.summary.includes('REGISTER'))
    return isOfLine && one.at >= call.firstAt - marginMs && one.at <= call.lastAt + marginMs
  })
}

function recordFrom(
  { snapshot, billsec }: KnownCall,
  rest: Pick<FlightRecord, 'startedAt' | 'entries' | 'droppedCount'>,
): FlightRecord {
  const { uuid, number, direction, state, hangupDetail } = snapshot
  return {
    format: 'zorio-flight',
    version: 1,
    startedAt: rest.startedAt,
    userAgent: typeof navigator === 'undefined' ? '' : navigator.userAgent,
    call: { uuid, number: redact(number), direction, state, billsec, reason: hangupDetail?.reason ?? null },
    entries: rest.entries,
    droppedCount: rest.droppedCount,
  }
}
