import type { House, TestNumber } from '../extensions/test-number.ts'
import type { MediaEnd } from '../media/media-end.ts'
import { UnusableSdp } from '../media/negotiation.ts'
import type { CallDesk } from './call-desk.ts'
import type { CallRecord } from './call-log.ts'
import { CallOver, createExtensionCall } from './extension-call.ts'
import type { Leg } from './leg.ts'
import type { MediaFront } from './media-front.ts'

export interface ExtensionRun {
  readonly leg: Leg
  readonly dialled: string
  readonly testNumber: TestNumber
  readonly front: MediaFront
  readonly end: MediaEnd
  readonly record: CallRecord
  readonly house: House
}

/** Lets a test number deal with a leg. */
export function runExtension(desk: CallDesk, run: ExtensionRun): void {
  const { leg, dialled, front, end, record } = run
  const call = createExtensionCall({ leg, dialled, domain: desk.options.domain, front, end, record })
  Promise.resolve(run.testNumber.run(call, run.house)).catch((error: unknown) => {
    if (error instanceof CallOver) return
    const isMedia = error instanceof UnusableSdp
    desk.options.log?.('warn', 'test number failed', { number: run.testNumber.number, error: String(error) })
    if (isMedia) call.reject(488, 'INCOMPATIBLE_DESTINATION')
    else call.reject(500, 'NORMAL_TEMPORARY_FAILURE')
  })
}
