import { randomUUID } from 'node:crypto'
import { echo } from '../extensions/echo.ts'
import type { Binding } from '../registrar/bindings.ts'
import type { CallDesk } from './call-desk.ts'
import { ringForDesk } from './ring-from-pbx.ts'

export interface OutsideCall {
  readonly extension: string
  readonly number: string
  readonly displayName?: string
}

/** Somebody outside rings an extension; who answers hears an echo. Returns the callUuid. */
export function startOutsideCall(desk: CallDesk, contacts: readonly Binding[], call: OutsideCall): string {
  const { extension, number, displayName } = call
  const callUuid = randomUUID()
  const record = desk.openRecord({
    callUuid,
    direction: 'inbound',
    extension,
    destinationNumber: extension,
    callerNumber: number,
    ...(displayName === undefined ? {} : { callerName: displayName }),
  })
  ringForDesk(desk, {
    extension,
    contacts,
    caller: { number, ...(displayName === undefined ? {} : { displayName }) },
    callUuid,
    record,
    onAnswered(target, missed) {
      const outside = { kind: 'test-number', dialled: number, testNumber: echo } as const
      desk.connect({ parties: [outside, target], record, missed })
    },
  })
  return callUuid
}
