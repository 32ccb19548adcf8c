/**
 * Hang-up causes: the PBX's names, and how a SIP status or a Q.850 number becomes one. Both sides use the same table,
 * so that a cause written by our PBX into a Reason header is read back as the same cause by the phone.
 *
 * Each row: number in Q.850 (ITU-T), cause, the SIP statuses that mean it as FreeSWITCH maps them (after RFC 4497 8.4.4).
 * 0: a name beyond Q.850 that FreeSWITCH may write into the text of a Reason header. Any other status is
 * `NORMAL_UNSPECIFIED`. In one string: a literal for each would cost twice the bytes in the browser.
 */
const table = `
1 UNALLOCATED_NUMBER 404
2 NO_ROUTE_TRANSIT_NET
3 NO_ROUTE_DESTINATION 485 604
6 CHANNEL_UNACCEPTABLE
7 CALL_AWARDED_DELIVERED
16 NORMAL_CLEARING 200
17 USER_BUSY 486 600
18 NO_USER_RESPONSE 480
19 NO_ANSWER
20 SUBSCRIBER_ABSENT
21 CALL_REJECTED 401 402 403 407 603 608
22 NUMBER_CHANGED 410
23 REDIRECTION_TO_NEW_DESTINATION
25 EXCHANGE_ROUTING_ERROR 482 483
27 DESTINATION_OUT_OF_ORDER
28 INVALID_NUMBER_FORMAT 484
29 FACILITY_REJECTED
30 RESPONSE_TO_STATUS_ENQUIRY
31 NORMAL_UNSPECIFIED
34 NORMAL_CIRCUIT_CONGESTION
38 NETWORK_OUT_OF_ORDER 502
41 NORMAL_TEMPORARY_FAILURE 400 481 500 503
42 SWITCH_CONGESTION
43 ACCESS_INFO_DISCARDED
44 REQUESTED_CHAN_UNAVAIL
47 RESOURCE_UNAVAILABLE
50 FACILITY_NOT_SUBSCRIBED
52 OUTGOING_CALL_BARRED
54 INCOMING_CALL_BARRED
57 BEARERCAPABILITY_NOTAUTH
58 BEARERCAPABILITY_NOTAVAIL
63 SERVICE_UNAVAILABLE 405
65 BEARERCAPABILITY_NOTIMPL
66 CHAN_NOT_IMPLEMENTED
69 FACILITY_NOT_IMPLEMENTED
79 SERVICE_NOT_IMPLEMENTED 406 415 501
81 INVALID_CALL_REFERENCE
88 INCOMPATIBLE_DESTINATION 488 606
95 INVALID_MSG_UNSPECIFIED
102 RECOVERY_ON_TIMER_EXPIRE 408 504
111 PROTOCOL_ERROR
127 INTERWORKING 413 414 416 420 421 423 505 513
0 ORIGINATOR_CANCEL 487
0 CRASH
0 SYSTEM_SHUTDOWN
0 LOSE_RACE
0 MANAGER_REQUEST
0 BLIND_TRANSFER
0 ATTENDED_TRANSFER
0 ALLOTTED_TIMEOUT
0 USER_CHALLENGE
0 MEDIA_TIMEOUT
0 PICKED_OFF
0 USER_NOT_REGISTERED
0 PROGRESS_TIMEOUT
0 GATEWAY_DOWN
0 NO_PICKUP
0 BUSY_EVERYWHERE
0 DECLINE
0 DOES_NOT_EXIST_ANYWHERE
0 NOT_ACCEPTABLE
0 UNWANTED 607
`

type Row<Text extends string, Done = never> = Text extends `${infer Line}\n${infer Rest}`
  ? Row<Rest, Done | Line>
  : Done
type CauseIn<Line> = Line extends `${number} ${infer Cause} ${string}`
  ? Cause
  : Line extends `${number} ${infer Cause}`
    ? Cause
    : never

export type HangupCause = CauseIn<Row<typeof table>>

/** Q.850 number -> cause. */
export const causeByQ850: Record<string, HangupCause> = {}
/** They have no Q.850 number of their own. */
export const causesBeyondQ850: HangupCause[] = []
const causeByStatus: Record<string, HangupCause> = {}
const q850ByCause = new Map<string, number>()

for (const row of table.trim().split('\n')) {
  const [number = '', name, ...statuses] = row.split(' ')
  const cause = name as HangupCause
  q850ByCause.set(cause, Number(number))
  if (number === '0') causesBeyondQ850.push(cause)
  else causeByQ850[number] = cause
  for (const status of statuses) causeByStatus[status] = cause
}

export function isHangupCause(name: string): name is HangupCause {
  return q850ByCause.has(name)
}

export function causeFromSipStatus(status: number): HangupCause {
  return causeByStatus[status] ?? 'NORMAL_UNSPECIFIED'
}

/** Undefined for a number that is not in the table. */
export function causeFromQ850(number: number): HangupCause | undefined {
  return causeByQ850[number]
}

/** Undefined for FreeSWITCH's own causes, which have no number in Q.850. */
export function q850FromCause(cause: string): number | undefined {
  return q850ByCause.get(cause) || undefined
}
