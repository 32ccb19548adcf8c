/**
 * Hang-up causes: the PBX's names, and how a SIP status or a Q.850 number becomes one. Both sides use the same tables,
 * so that a cause written by our PBX into a Reason header is read back as the same cause by the phone.
 */

/** SIP status -> cause, as FreeSWITCH maps it (after RFC 4497 8.4.4). Anything else: `NORMAL_UNSPECIFIED`. */
const statusesByCause = {
  NORMAL_CLEARING: [200],
  CALL_REJECTED: [401, 402, 403, 407, 603, 608],
  UNALLOCATED_NUMBER: [404],
  NO_ROUTE_DESTINATION: [485, 604],
  RECOVERY_ON_TIMER_EXPIRE: [408, 504],
  NUMBER_CHANGED: [410],
  INTERWORKING: [413, 414, 416, 420, 421, 423, 505, 513],
  NO_USER_RESPONSE: [480],
  NORMAL_TEMPORARY_FAILURE: [400, 481, 500, 503],
  USER_BUSY: [486, 600],
  INVALID_NUMBER_FORMAT: [484],
  INCOMPATIBLE_DESTINATION: [488, 606],
  NETWORK_OUT_OF_ORDER: [502],
  SERVICE_UNAVAILABLE: [405],
  SERVICE_NOT_IMPLEMENTED: [406, 415, 501],
  EXCHANGE_ROUTING_ERROR: [482, 483],
  ORIGINATOR_CANCEL: [487],
  UNWANTED: [607],
} as const

/** Q.850 (ITU-T) number -> cause. */
export const causeByQ850 = {
  1: 'UNALLOCATED_NUMBER',
  2: 'NO_ROUTE_TRANSIT_NET',
  3: 'NO_ROUTE_DESTINATION',
  6: 'CHANNEL_UNACCEPTABLE',
  7: 'CALL_AWARDED_DELIVERED',
  16: 'NORMAL_CLEARING',
  17: 'USER_BUSY',
  18: 'NO_USER_RESPONSE',
  19: 'NO_ANSWER',
  20: 'SUBSCRIBER_ABSENT',
  21: 'CALL_REJECTED',
  22: 'NUMBER_CHANGED',
  23: 'REDIRECTION_TO_NEW_DESTINATION',
  25: 'EXCHANGE_ROUTING_ERROR',
  27: 'DESTINATION_OUT_OF_ORDER',
  28: 'INVALID_NUMBER_FORMAT',
  29: 'FACILITY_REJECTED',
  30: 'RESPONSE_TO_STATUS_ENQUIRY',
  31: 'NORMAL_UNSPECIFIED',
  34: 'NORMAL_CIRCUIT_CONGESTION',
  38: 'NETWORK_OUT_OF_ORDER',
  41: 'NORMAL_TEMPORARY_FAILURE',
  42: 'SWITCH_CONGESTION',
  43: 'ACCESS_INFO_DISCARDED',
  44: 'REQUESTED_CHAN_UNAVAIL',
  47: 'RESOURCE_UNAVAILABLE',
  50: 'FACILITY_NOT_SUBSCRIBED',
  52: 'OUTGOING_CALL_BARRED',
  54: 'INCOMING_CALL_BARRED',
  57: 'BEARERCAPABILITY_NOTAUTH',
  58: 'BEARERCAPABILITY_NOTAVAIL',
  63: 'SERVICE_UNAVAILABLE',
  65: 'BEARERCAPABILITY_NOTIMPL',
  66: 'CHAN_NOT_IMPLEMENTED',
  69: 'FACILITY_NOT_IMPLEMENTED',
  79: 'SERVICE_NOT_IMPLEMENTED',
  81: 'INVALID_CALL_REFERENCE',
  88: 'INCOMPATIBLE_DESTINATION',
  95: 'INVALID_MSG_UNSPECIFIED',
  102: 'RECOVERY_ON_TIMER_EXPIRE',
  111: 'PROTOCOL_ERROR',
  127: 'INTERWORKING',
} as const

/** Names beyond Q.850 that FreeSWITCH may write into the text of a Reason header. They have no Q.850 number of their own. */
export const causesBeyondQ850 = [
  'ORIGINATOR_CANCEL',
  'CRASH',
  'SYSTEM_SHUTDOWN',
  'LOSE_RACE',
  'MANAGER_REQUEST',
  'BLIND_TRANSFER',
  'ATTENDED_TRANSFER',
  'ALLOTTED_TIMEOUT',
  'USER_CHALLENGE',
  'MEDIA_TIMEOUT',
  'PICKED_OFF',
  'USER_NOT_REGISTERED',
  'PROGRESS_TIMEOUT',
  'GATEWAY_DOWN',
  'NO_PICKUP',
  'BUSY_EVERYWHERE',
  'DECLINE',
  'DOES_NOT_EXIST_ANYWHERE',
  'NOT_ACCEPTABLE',
  'UNWANTED',
] as const

export type HangupCause = (typeof causeByQ850)[keyof typeof causeByQ850] | (typeof causesBeyondQ850)[number]

const statusToCause = new Map<number, HangupCause>(
  Object.entries(statusesByCause).flatMap(([cause, statuses]) =>
    statuses.map((status): [number, HangupCause] => [status, cause as keyof typeof statusesByCause]),
  ),
)

const q850ToCause = new Map<number, HangupCause>(
  Object.entries(causeByQ850).map(([number, cause]): [number, HangupCause] => [Number(number), cause]),
)

const causeToQ850 = new Map<string, number>([...q850ToCause].map(([number, cause]) => [cause, number]))

const names = new Set<string>([...q850ToCause.values(), ...causesBeyondQ850])

export function isHangupCause(name: string): name is HangupCause {
  return names.has(name)
}

export function causeFromSipStatus(status: number): HangupCause {
  return statusToCause.get(status) ?? 'NORMAL_UNSPECIFIED'
}

/** Undefined for a number that is not in the table. */
export function causeFromQ850(number: number): HangupCause | undefined {
  return q850ToCause.get(number)
}

/** Undefined for FreeSWITCH's own causes, which have no number in Q.850. */
export function q850FromCause(cause: string): number | undefined {
  return causeToQ850.get(cause)
}
