import { randomUUID } from 'node:crypto'
import { silence, tone } from '../media/tone.ts'
import { findTestNumber } from '../extensions/test-numbers.ts'
import type { Binding } from '../registrar/bindings.ts'
import { answerReoffer } from './answer-reoffer.ts'
import type { MovedLeg } from './bridge.ts'
import type { CallDesk } from './call-desk.ts'
import type { CallRecord } from './call-log.ts'
import { reasonOf } from './cause.ts'
import type { LegFact } from './leg.ts'
import { ringForDesk, ringFromPbx } from './ring-from-pbx.ts'

export interface ClickToCall {
  readonly extension: string
  readonly destination: string
}

/** The user's own phones ring first; who answers is then called out for. Returns the callUuid. */
export function startClickToCall(desk: CallDesk, contacts: readonly Binding[], click: ClickToCall): string {
  const { extension, destination } = click
  const callUuid = randomUUID()
  const testNumber = findTestNumber(destination, desk.options.testNumbers)
  const name = desk.options.displayNameOf?.(extension)
  const record = desk.openRecord({
    callUuid,
    direction: testNumber === undefined ? 'internal' : 'outbound',
    extension,
    callerNumber: extension,
    destinationNumber: destination,
    ...(name === undefined ? {} : { callerName: name }),
  })
  ringForDesk(desk, {
    extension,
    contacts,
    // The user sees whom the call is for.
    caller: { number: destination },
    callUuid,
    // The user's own answer is not the answer of the call.
    record: { ...record, answered: () => undefined },
    onAnswered(caller, missed) {
      if (testNumber !== undefined) {
        const party = { kind: 'test-number', dialled: destination, testNumber } as const
        desk.connect({ parties: [party, caller], record, missed })
      } else if (caller.kind === 'leg') callOut(desk, { ...click, callUuid, caller, record, missed })
    },
  })
  return callUuid
}

interface CallOut extends ClickToCall {
  readonly callUuid: string
  readonly caller: MovedLeg & { readonly kind: 'leg' }
  readonly record: CallRecord
  readonly missed: () => readonly LegFact[]
}

/** Rings the destination while the caller hears a ring tone. */
function callOut(desk: CallDesk, call: CallOut): void {
  const { caller, record, extension } = call
  const { leg, end } = caller
  const contacts = desk.registrar.contactsOf(call.destination)
  if (contacts.length === 0) {
    record.hangup('SUBSCRIBER_ABSENT')
    leg.hangUp([reasonOf('SUBSCRIBER_ABSENT')])
    void end.media.close()
    return
  }
  const name = desk.options.displayNameOf?.(extension)
  end.media.play(tone({ frequencyHz: 425 }), () => undefined)
  const ringing = ringFromPbx(desk, {
    extension: call.destination,
    contacts,
    caller: { number: extension, ...(name === undefined ? {} : { displayName: name }) },
    callUuid: call.callUuid,
    record,
    onAnswered(target, missed) {
      end.media.play(silence(0), () => undefined)
      desk.connect({ parties: [caller, target], record, missed })
    },
    onFailed({ cause }) {
      leg.hangUp([reasonOf(cause)])
      void end.media.close()
    },
  })
  leg.onFact = (fact) => {
    if (caller.front.handles(fact, end.media)) return
    if (fact.type === 'reoffer') void answerReoffer(leg, end.media, fact.offer)
    else if (fact.type === 'ended') {
      ringing.cancel()
      record.hangup('ORIGINATOR_CANCEL')
      void end.media.close()
    }
  }
  for (const fact of call.missed()) leg.onFact(fact)
}
