import type { TestNumber } from '../extensions/test-number.ts'
import type { MediaEnd } from '../media/media-end.ts'
import { UnusableSdp } from '../media/negotiation.ts'
import type { CallDesk } from './call-desk.ts'
import type { CallRecord } from './call-log.ts'
import { CallOver, createExtensionCall } from './extension-call.ts'
import type { Leg } from './leg.ts'
import type { MediaFront } from './media-front.ts'
import type { Seat } from './seat.ts'

export interface ExtensionRun {
  readonly leg: Leg
  readonly dialled: string
  readonly testNumber: TestNumber
  readonly front: MediaFront
  readonly end: MediaEnd
  readonly record: CallRecord
}

/** Lets a test number deal with a leg. */
export function runExtension(desk: CallDesk, run: ExtensionRun): void {
  const { leg, testNumber } = run
  const { call, dissolve } = createExtensionCall({
    ...run,
    domain: desk.options.domain,
    onRefer: desk.onRefer,
    onOver: () => desk.seats.delete(leg),
  })
  desk.seats.set(leg, seatOf(run, dissolve))
  Promise.resolve(testNumber.run(call, desk.houseFor(leg.extension))).catch((error: unknown) => {
    if (error instanceof CallOver) return
    desk.options.log?.('warn', 'test number failed', { number: testNumber.number, error: String(error) })
    if (error instanceof UnusableSdp) call.reject(488, 'INCOMPATIBLE_DESTINATION')
    else call.reject(500, 'NORMAL_TEMPORARY_FAILURE')
  })
}

/** A test number that is transferred begins anew with the phone it is given to. */
function seatOf(
  { leg, dialled, testNumber, record }: ExtensionRun,
  dissolve: (keepsRecord?: 'keeps-record') => void,
): Seat {
  const listen = leg.onFact
  const party = { kind: 'test-number', dialled, testNumber } as const
  return {
    other: { number: dialled, leg: undefined },
    suspend() {
      leg.onFact = (fact) => {
        if (fact.type !== 'ended') listen(fact)
      }
    },
    resume() {
      leg.onFact = listen
      if (leg.hasEnded) dissolve()
    },
    take() {
      dissolve()
      return party
    },
    handOver() {
      dissolve('keeps-record')
      return { party, record }
    },
  }
}
