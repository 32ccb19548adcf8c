import { describe, expect, it } from 'vitest'
import { causeByQ850, causeFromSipStatus, causesBeyondQ850 } from '@zorio/contract'
import { hangupDetail } from './hangup-reason.ts'
import type { EndedCall } from './hangup-reason.ts'

type Wire = NonNullable<EndedCall['wire']>

const wire = (part: Partial<Wire>): Wire => ({
  by: 'remote',
  how: 'bye',
  reasons: [],
  wasAnswered: false,
  ...part,
})
const call = (part: Partial<EndedCall>): EndedCall => ({
  direction: 'outgoing',
  wasAnswered: false,
  wasRinging: false,
  billsec: 0,
  ...part,
})
const q850 = (cause: number, text?: string) => ({
  protocol: 'Q.850',
  cause,
  ...(text === undefined ? {} : { text }),
})
const answered = { wasAnswered: true, wasRinging: true, billsec: 7 }
const elsewhere = { protocol: 'SIP', cause: 200, text: 'Call completed elsewhere' }

/** Title, what happened, public reason, cause, who. */
const rows: readonly [string, Partial<EndedCall>, string, string, string][] = [
  // 1. the user's own act
  [
    'own hang-up of an unanswered outgoing call',
    { local: 'hangup' },
    'originator_cancel',
    'ORIGINATOR_CANCEL',
    'local',
  ],
  ['own refusal', { local: 'hangup', direction: 'incoming' }, 'call_rejected', 'CALL_REJECTED', 'local'],
  [
    'own hang-up of an answered call',
    { local: 'hangup', ...answered },
    'normal_clearing',
    'NORMAL_CLEARING',
    'local',
  ],
  [
    'own hang-up in the first second',
    { local: 'hangup', wasAnswered: true },
    'no_answer',
    'NORMAL_CLEARING',
    'local',
  ],
  // 2. Q.850
  [
    'text of Q.850 wins over its number',
    { ...answered, wire: wire({ reasons: [q850(16, 'USER_BUSY')] }) },
    'busy',
    'USER_BUSY',
    'remote',
  ],
  [
    'unknown text: the number',
    { wire: wire({ how: 'response', status: 480, reasons: [q850(19, 'whatever')] }) },
    'no_answer',
    'NO_ANSWER',
    'remote',
  ],
  [
    'Q.850 wins over the status',
    { wire: wire({ how: 'response', status: 503, reasons: [q850(17)] }) },
    'busy',
    'USER_BUSY',
    'remote',
  ],
  [
    'unknown number and text: the status',
    { wire: wire({ how: 'response', status: 404, reasons: [q850(126)] }) },
    'unallocated_number',
    'UNALLOCATED_NUMBER',
    'remote',
  ],
  [
    'NORMAL_CLEARING with billsec',
    { ...answered, wire: wire({ reasons: [q850(16)] }) },
    'normal_clearing',
    'NORMAL_CLEARING',
    'remote',
  ],
  [
    '[spec 8.3] NORMAL_CLEARING without billsec',
    { wire: wire({ how: 'cancel', reasons: [q850(16)] }) },
    'no_answer',
    'NORMAL_CLEARING',
    'remote',
  ],
  // 3. elsewhere
  [
    'CANCEL, completed elsewhere',
    { direction: 'incoming', wasRinging: true, wire: wire({ how: 'cancel', reasons: [elsewhere] }) },
    'answered_elsewhere',
    'LOSE_RACE',
    'remote',
  ],
  [
    'CANCEL with PICKED_OFF',
    { direction: 'incoming', wire: wire({ how: 'cancel', reasons: [q850(31, 'PICKED_OFF')] }) },
    'answered_elsewhere',
    'PICKED_OFF',
    'remote',
  ],
  [
    'outgoing LOSE_RACE keeps its name',
    { wire: wire({ how: 'response', status: 487, reasons: [q850(31, 'LOSE_RACE')] }) },
    'lose_race',
    'LOSE_RACE',
    'remote',
  ],
  // 5. local failure
  ['media died', { local: 'media-lost', ...answered }, 'media_timeout', 'MEDIA_TIMEOUT', 'network'],
  [
    'SDP refused',
    { local: 'media-refused' },
    'incompatible_destination',
    'INCOMPATIBLE_DESTINATION',
    'local',
  ],
  [
    'answer without microphone',
    { local: 'no-microphone', direction: 'incoming' },
    'no_user_response',
    'NO_USER_RESPONSE',
    'local',
  ],
  [
    'no signalling for too long',
    { local: 'line-lost', ...answered },
    'normal_temporary_failure',
    'NORMAL_TEMPORARY_FAILURE',
    'network',
  ],
  [
    '481 to the repair',
    { ...answered, wire: wire({ by: 'dialog-gone', how: 'none', status: 481 }) },
    'normal_temporary_failure',
    'NORMAL_TEMPORARY_FAILURE',
    'network',
  ],
  [
    '408 to the repair',
    { ...answered, wire: wire({ by: 'dialog-gone', how: 'none', status: 408 }) },
    'normal_temporary_failure',
    'NORMAL_TEMPORARY_FAILURE',
    'network',
  ],
  [
    'no final response, never rang',
    { wire: wire({ by: 'timeout', how: 'cancel' }) },
    'recovery_on_timer_expire',
    'RECOVERY_ON_TIMER_EXPIRE',
    'network',
  ],
  [
    'rang until our own limit',
    { wasRinging: true, wire: wire({ by: 'timeout', how: 'cancel' }) },
    'no_answer',
    'NO_ANSWER',
    'network',
  ],
  [
    'picked up, and our 200 was never acknowledged',
    {
      direction: 'incoming',
      wasRinging: true,
      wire: wire({ by: 'timeout', wasAnswered: true }),
    },
    'recovery_on_timer_expire',
    'RECOVERY_ON_TIMER_EXPIRE',
    'network',
  ],
  [
    'caller gives up',
    { direction: 'incoming', wasRinging: true, wire: wire({ how: 'cancel' }) },
    'originator_cancel',
    'ORIGINATOR_CANCEL',
    'remote',
  ],
  // 6. plain
  ['plain BYE', { ...answered, wire: wire({}) }, 'normal_clearing', 'NORMAL_CLEARING', 'remote'],
  [
    'unknown status',
    { wire: wire({ how: 'response', status: 699 }) },
    'normal_unspecified',
    'NORMAL_UNSPECIFIED',
    'remote',
  ],
  ['nothing known', {}, 'normal_unspecified', 'NORMAL_UNSPECIFIED', 'network'],
]

describe('hang-up reasons', () => {
  it.each(rows)('[spec 8.8] %s', (_title, ended, reason, cause, who) => {
    expect(hangupDetail(call(ended))).toMatchObject({ reason, cause, who })
  })

  const statuses = [
    200, 400, 401, 402, 403, 404, 405, 406, 407, 408, 410, 413, 415, 416, 480, 481, 482, 484, 485, 486, 487,
    488,
  ]
  it.each([...statuses, 500, 501, 502, 503, 504, 513, 600, 603, 604, 606, 607, 608])(
    'SIP %d by the status table',
    (status) => {
      const detail = hangupDetail(call({ wire: wire({ how: 'response', status, reasonPhrase: 'X' }) }))
      expect(detail).toMatchObject({ cause: causeFromSipStatus(status), sip_status: status, sip_reason: 'X' })
    },
  )

  it('takes every name and every number of Q.850', () => {
    for (const [number, cause] of Object.entries(causeByQ850)) {
      const detail = hangupDetail(call({ ...answered, wire: wire({ reasons: [q850(Number(number))] }) }))
      expect(detail).toMatchObject({ cause, q850: Number(number) })
    }
    for (const cause of causesBeyondQ850)
      expect(hangupDetail(call({ ...answered, wire: wire({ reasons: [q850(31, cause)] }) })).reason).toBe(
        cause.toLowerCase(),
      )
  })
})
