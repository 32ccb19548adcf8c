import { randomUUID } from 'node:crypto'
import type { House } from '../extensions/test-number.ts'
import { relayBridge, type MovedLeg } from './bridge.ts'
import type { CallDesk } from './call-desk.ts'
import type { CallParties, CallRecord } from './call-log.ts'
import { reasonOf } from './cause.ts'
import { runExtension } from './extension-run.ts'
import type { Join } from './joiner.ts'
import type { LegFact } from './leg.ts'
import type { MovedParty, OnRefer } from './seat.ts'

export interface Connection {
  readonly parties: readonly [MovedParty, MovedParty]
  /** Default: a new record, answered from its beginning. */
  readonly record?: CallRecord
  /** Facts of the second party that came before anybody listened. */
  readonly missed?: () => readonly LegFact[]
}

/** Brings two parties that were taken from other calls together. */
export type Connect = (connection: Connection) => void

export interface ConnectDeps {
  readonly desk: CallDesk
  readonly join: Join
  readonly onRefer: OnRefer
  readonly houseFor: (extension: string) => House
}

export function createConnect(deps: ConnectDeps): Connect {
  return ({ parties: [left, right], record, missed = () => [] }) => {
    if (left.kind === 'leg' && right.kind === 'leg') joinByRelay(deps, { left, right, record, missed })
    else if (left.kind === 'leg' && right.kind === 'test-number')
      runOn(deps, { moved: left, number: right, record })
    else if (left.kind === 'test-number' && right.kind === 'leg') {
      runOn(deps, { moved: right, number: left, record })
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

function joinByRelay({ desk, join }: ConnectDeps, { left, right, record, missed }: Pair): void {
  const answered = record ?? openAnswered(desk, left, right.leg.extension, right.leg.callId)
  join({
    ...{ left: left.leg, right: right.leg, bridge: relayBridge(left, right), record: answered, missed },
    onListening() {
      // Only now: the answers to these offers come to the new call.
      Promise.all([left, right].map(({ front, end }) => front.answer(end.media))).catch(() => {
        // Neither can hear the other: better an end than a silent call.
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

function runOn({ desk, houseFor, onRefer }: ConnectDeps, { moved, number, record }: RunOn): void {
  runExtension(desk, {
    ...{ ...moved, onRefer, house: houseFor(moved.leg.extension) },
    ...{ dialled: number.dialled, testNumber: number.testNumber },
    record: record ?? openAnswered(desk, moved, number.dialled),
  })
}

function openAnswered(desk: CallDesk, { leg }: MovedLeg, number: string, bLegUuid?: string): CallRecord {
  const callerName = desk.options.displayNameOf?.(leg.extension)
  const parties: CallParties = {
    ...{ callUuid: randomUUID(), direction: 'internal', extension: leg.extension },
    ...{ callerNumber: leg.extension, destinationNumber: number },
    ...(callerName === undefined ? {} : { callerName }),
  }
  const record = desk.openRecord(parties)
  record.answered(bLegUuid)
  return record
}
