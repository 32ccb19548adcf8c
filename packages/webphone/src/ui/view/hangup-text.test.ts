import { causeByQ850, causesBeyondQ850 } from '@zorio/contract'
import { describe, expect, it } from 'vitest'
import { en } from '../locales/en.ts'
import { vi } from '../locales/vi.ts'
import { endingFor, nextStepFor, type Ending } from './hangup-text.ts'

describe('what an agent is told when a call ended', () => {
  const rows: readonly (readonly [string, 'incoming' | 'outgoing', number, Ending])[] = [
    ['normal_clearing', 'outgoing', 12, 'endNormal'],
    ['normal_clearing', 'incoming', 12, 'endNormal'],
    ['no_answer', 'outgoing', 0, 'endNoAnswer'],
    ['no_answer', 'incoming', 0, 'endMissed'],
    ['busy', 'outgoing', 0, 'endBusy'],
    ['unallocated_number', 'outgoing', 0, 'endBadNumber'],
    ['originator_cancel', 'outgoing', 0, 'endCancelled'],
    ['originator_cancel', 'incoming', 0, 'endMissed'],
    ['call_rejected', 'outgoing', 0, 'endRejected'],
    ['call_rejected', 'incoming', 0, 'endDeclined'],
    ['answered_elsewhere', 'incoming', 0, 'endElsewhere'],
    ['normal_temporary_failure', 'outgoing', 0, 'endNetwork'],
    ['normal_temporary_failure', 'outgoing', 40, 'endCut'],
    ['media_timeout', 'outgoing', 40, 'endMedia'],
    ['blind_transfer', 'incoming', 40, 'endTransferred'],
    ['a_reason_of_tomorrow', 'outgoing', 0, 'endOther'],
  ]
  it.each(rows)('%s, %s, %i s', (reason, direction, billsec, ending) => {
    expect(endingFor(reason, direction, billsec > 0)).toBe(ending)
  })

  /** Rare protocol faults, for which "unexpectedly" is the honest word. */
  const unspecific = [
    'normal_unspecified',
    'response_to_status_enquiry',
    'chan_not_implemented',
    'facility_not_implemented',
    'service_not_implemented',
    'invalid_call_reference',
    'invalid_msg_unspecified',
    'protocol_error',
  ]
  it.each(
    [...new Set([...Object.values(causeByQ850), ...causesBeyondQ850])].map((cause) => cause.toLowerCase()),
  )('knows %s', (reason) => {
    const isUnspecific = unspecific.includes(reason)
    expect(endingFor(reason, 'outgoing', false) === 'endOther').toBe(isUnspecific)
  })

  it('has words and help in each language, and a next step', () => {
    for (const [, , , ending] of rows) {
      for (const strings of [en, vi]) expect(strings[ending]).not.toBe('')
      expect(['redial', 'edit', 'none']).toContain(nextStepFor(ending))
    }
    expect(nextStepFor('endBusy')).toBe('redial')
    expect(nextStepFor('endBadNumber')).toBe('edit')
    expect(nextStepFor('endBarred')).toBe('none')
  })
})
