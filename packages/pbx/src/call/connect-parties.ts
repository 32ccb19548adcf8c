import { randomUUID } from 'node:crypto'
import { relayBridge, type MovedLeg } from './bridge.ts'
import type { CallDesk } from './call-desk.ts'
import type { CallParties, CallRecord } from './call-log.ts'
import { reasonOf } from './cause.ts'
import { runExtension } from './extension-run.ts'
import type { LegFact } from './leg.ts'
import type { Connect, MovedParty } from './seat.ts'

export function createConnect(desk: CallDesk): Connect {
  return ({ parties: [left, right], record, missed = () => [] }) => {
    if (left.kind === 'leg' && right.kind === 'leg') joinByRelay(desk, { left, right, record, missed })
    else if (left.kind === 'leg' && right.kind === 'test-number') {
      runOn(desk, { moved: left, number: right, record })
    } else if (left.kind === 'test-number' && right.kind === 'leg') {
      runOn(desk, { moved: right, number: left, record })
      for (const fact of missed()) right.leg.onFact(fact)
    }
    // Two test numbers have nobody to listen.
  }
}

interface Pair {
  readonly left: MovedLeg
  readonly right: MovedLeg
  readonly record: CallRecord | undefined
  readonly missed: () => readonly LegFact[]
}

function joinByRelay(desk: CallDesk, { left, right, record, missed }: Pair): void {
  const answered = record ?? openAnswered(desk, left, right.leg.extension, right.leg.callId)
  desk.join({
    left: left.leg,
    right: right.leg,
    bridge: relayBridge(left, right),
    record: answered,
    missed,
    onListening() {
      Promise.all([left, right].map(({ front, end }) => front.answer(end.media))).catch(() => {
        for (const { leg } of [left, right]) leg.hangUp([reasonOf('INCOMPATIBLE_DESTINATION')])
      })
    },
  })
}

interface RunOn {
  readonly moved: MovedLeg
  readonly number: Extract<MovedParty, { readonly kind: 'test-number' }>
  readonly record: CallRecord | undefined
}

function runOn(desk: CallDesk, { moved, number, record }: RunOn): void {
  runExtension(desk, {
    leg: moved.leg,
    end: moved.end,
    front: moved.front,
    dialled: number.dialled,
    testNumber: number.testNumber,
    record: record ?? openAnswered(desk, moved, number.dialled),
  })
}

function openAnswered(desk: CallDesk, { leg }: MovedLeg, number: string, bLegUuid?: string): CallRecord {
  const callerName = desk.options.displayNameOf?.(leg.extension)
  const parties: CallParties = {
    callUuid: randomUUID(),
    direction: 'internal',
    extension: leg.extension,
    callerNumber: leg.extension,
    destinationNumber: number,
    ...(callerName === undefined ? {} : { callerName }),
  }
  const record = desk.openRecord(parties)
  record.answered(bLegUuid)
  return record
}
