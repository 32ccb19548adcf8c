/** What an agent is told when a call ended: one row a public reason, in words and with a next step. */
import type { CallDirection } from '../../phone-api.ts'

/** Each has the texts `end…` and `end…Help` in the locales. */
export type Ending =
  | 'endNormal'
  | 'endCut'
  | 'endNoAnswer'
  | 'endBusy'
  | 'endBadNumber'
  | 'endChanged'
  | 'endCancelled'
  | 'endMissed'
  | 'endRejected'
  | 'endDeclined'
  | 'endElsewhere'
  | 'endTransferred'
  | 'endAbsent'
  | 'endBarred'
  | 'endNetwork'
  | 'endMedia'
  | 'endTimeLimit'
  | 'endOther'

/** What the agent can usefully do next. */
export type NextStep = 'redial' | 'edit' | 'none'

const groups: Readonly<
  Record<Exclude<Ending, 'endCut' | 'endCancelled' | 'endDeclined' | 'endOther'>, string>
> = {
  endNormal: 'normal_clearing call_awarded_delivered manager_request',
  endNoAnswer: 'no_answer no_user_response no_pickup progress_timeout',
  endBusy: 'busy user_busy busy_everywhere',
  endBadNumber:
    'unallocated_number no_route_destination invalid_number_format does_not_exist_anywhere no_route_transit_net',
  endChanged: 'number_changed redirection_to_new_destination',
  endMissed: 'originator_cancel',
  endRejected: 'call_rejected decline unwanted incoming_call_barred',
  endElsewhere: 'answered_elsewhere lose_race picked_off',
  endTransferred: 'blind_transfer attended_transfer',
  endAbsent: 'subscriber_absent user_not_registered destination_out_of_order',
  endBarred:
    'outgoing_call_barred bearercapability_notauth facility_not_subscribed facility_rejected user_challenge',
  endNetwork:
    'normal_temporary_failure network_out_of_order switch_congestion normal_circuit_congestion' +
    ' requested_chan_unavail resource_unavailable gateway_down service_unavailable crash system_shutdown' +
    ' recovery_on_timer_expire exchange_routing_error channel_unacceptable access_info_discarded interworking',
  endMedia:
    'media_timeout incompatible_destination not_acceptable bearercapability_notavail bearercapability_notimpl',
  endTimeLimit: 'allotted_timeout',
}

const byReason = new Map(
  Object.entries(groups).flatMap(([ending, reasons]) =>
    reasons.split(' ').map((reason): [string, Ending] => [reason, ending as Ending]),
  ),
)

/** The same reason reads differently to the one who called and the one who was called. */
const asCaller: Partial<Record<Ending, Ending>> = { endMissed: 'endCancelled' }
const asCalled: Partial<Record<Ending, Ending>> = { endRejected: 'endDeclined', endNoAnswer: 'endMissed' }
/** After the answer a fault of the network is a call cut off, not one that never was. */
const afterAnswer: Partial<Record<Ending, Ending>> = {
  endNetwork: 'endCut',
  endNoAnswer: 'endNormal',
  endMissed: 'endNormal',
  endRejected: 'endNormal',
  endBusy: 'endNormal',
}

/** `wasAnswered` rather than billsec: a call of half a second was answered all the same. */
export function endingFor(reason: string, direction: CallDirection, wasAnswered: boolean): Ending {
  const ending = byReason.get(reason) ?? 'endOther'
  const table = wasAnswered ? afterAnswer : direction === 'outgoing' ? asCaller : asCalled
  return table[ending] ?? ending
}

const withoutRedial: readonly Ending[] = ['endElsewhere', 'endTransferred', 'endBarred', 'endDeclined']

export function nextStepFor(ending: Ending): NextStep {
  if (ending === 'endBadNumber') return 'edit'
  return withoutRedial.includes(ending) ? 'none' : 'redial'
}
