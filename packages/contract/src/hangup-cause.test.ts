import { describe, expect, it } from 'vitest'
import {
  causeByQ850,
  causeFromQ850,
  causeFromSipStatus,
  causesBeyondQ850,
  isHangupCause,
  q850FromCause,
} from './hangup-cause.ts'

const statusRows: readonly [readonly number[], string][] = [
  [[200], 'NORMAL_CLEARING'],
  [[401, 402, 403, 407, 603, 608], 'CALL_REJECTED'],
  [[404], 'UNALLOCATED_NUMBER'],
  [[485, 604], 'NO_ROUTE_DESTINATION'],
  [[408, 504], 'RECOVERY_ON_TIMER_EXPIRE'],
  [[410], 'NUMBER_CHANGED'],
  [[413, 414, 416, 420, 421, 423, 505, 513], 'INTERWORKING'],
  [[480], 'NO_USER_RESPONSE'],
  [[400, 481, 500, 503], 'NORMAL_TEMPORARY_FAILURE'],
  [[486, 600], 'USER_BUSY'],
  [[484], 'INVALID_NUMBER_FORMAT'],
  [[488, 606], 'INCOMPATIBLE_DESTINATION'],
  [[502], 'NETWORK_OUT_OF_ORDER'],
  [[405], 'SERVICE_UNAVAILABLE'],
  [[406, 415, 501], 'SERVICE_NOT_IMPLEMENTED'],
  [[482, 483], 'EXCHANGE_ROUTING_ERROR'],
  [[487], 'ORIGINATOR_CANCEL'],
  [[607], 'UNWANTED'],
  [[199, 299, 302, 418, 499, 699, 0, -1, Number.NaN], 'NORMAL_UNSPECIFIED'],
]

describe('hang-up causes', () => {
  for (const [statuses, cause] of statusRows)
    for (const status of statuses)
      it(`SIP ${status} is ${cause}`, () => expect(causeFromSipStatus(status)).toBe(cause))

  it('knows every Q.850 number of the table in both directions', () => {
    expect(Object.keys(causeByQ850)).toHaveLength(42)
    for (const [number, cause] of Object.entries(causeByQ850)) {
      expect(causeFromQ850(Number(number))).toBe(cause)
      expect(q850FromCause(cause)).toBe(Number(number))
    }
  })

  it('knows the names beyond Q.850, which have no number', () => {
    expect(causesBeyondQ850).toHaveLength(20)
    for (const cause of causesBeyondQ850) {
      expect(isHangupCause(cause)).toBe(true)
      expect(q850FromCause(cause)).toBeUndefined()
    }
  })

  it.each(['', 'normal_clearing', 'constructor', '__proto__', 'FOO'])('does not know %j', (name) => {
    expect(isHangupCause(name)).toBe(false)
    expect(q850FromCause(name)).toBeUndefined()
  })

  it.each([0, 4, 126, 128, Number.NaN])('has no cause for Q.850 %d', (number) => {
    expect(causeFromQ850(number)).toBeUndefined()
  })
})
