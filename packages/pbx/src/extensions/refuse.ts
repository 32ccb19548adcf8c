import type { HangupCause } from '@zorio/contract'
import type { TestNumber } from './test-number.ts'

/** Numbers that never answer: "9" and the SIP status they end with. */
function refusal(line: {
  number: string
  what: string
  status: number
  cause: HangupCause
  reason: string
  retryAfterSeconds?: number
}): TestNumber {
  const { number, what, reason } = line
  const headers =
    line.retryAfterSeconds === undefined
      ? []
      : [{ name: 'Retry-After', value: String(line.retryAfterSeconds) }]
  return {
    number,
    what,
    reason,
    refuses: { status: line.status, cause: line.cause },
    run(call) {
      call.reject(line.status, line.cause, headers)
    },
  }
}

export const refusals: readonly TestNumber[] = [
  refusal({ number: '9486', what: 'busy', status: 486, cause: 'USER_BUSY', reason: 'busy' }),
  refusal({ number: '9603', what: 'rejected', status: 603, cause: 'CALL_REJECTED', reason: 'call_rejected' }),
  refusal({
    number: '9404',
    what: 'number does not exist',
    status: 404,
    cause: 'UNALLOCATED_NUMBER',
    reason: 'unallocated_number',
  }),
  refusal({
    number: '9484',
    what: 'number incomplete',
    status: 484,
    cause: 'INVALID_NUMBER_FORMAT',
    reason: 'invalid_number_format',
  }),
  refusal({
    number: '9502',
    what: 'network out of order',
    status: 502,
    cause: 'NETWORK_OUT_OF_ORDER',
    reason: 'network_out_of_order',
  }),
  refusal({
    number: '9503',
    what: 'temporary failure, 503 with Retry-After: 5',
    status: 503,
    cause: 'NORMAL_TEMPORARY_FAILURE',
    reason: 'normal_temporary_failure',
    retryAfterSeconds: 5,
  }),
]

export const noAnswer: TestNumber = {
  number: '9480',
  what: 'rings for 5 s, then 480 with Q.850 19',
  reason: 'no_answer',
  refuses: { status: 480, cause: 'NO_ANSWER' },
  async run(call) {
    call.ring()
    await call.pause(5000)
    call.reject(480, 'NO_ANSWER')
  },
}
