import { fill, type Strings } from '../locales/strings.ts'
import type { EndedCall } from '../ui-state.ts'
import { nameOf } from './call-view.ts'
import { durationText } from './duration-text.ts'
import { nextStepFor, type Ending, type NextStep } from './hangup-text.ts'

export interface ResultView {
  readonly name: string
  readonly number: string
  /** As it is dialled; to be copied. */
  readonly dialled: string
  readonly title: string
  readonly help: string
  readonly talkTime: string
  readonly tone: 'ok' | 'warn' | 'danger'
  readonly nextStep: NextStep
  /** For support; never instead of the words. */
  readonly code: string
}

const calm: readonly Ending[] = ['endNormal', 'endCancelled', 'endDeclined', 'endElsewhere', 'endTransferred']
const faults: readonly Ending[] = ['endCut', 'endNetwork', 'endMedia', 'endOther', 'endBadNumber']

export function resultFrom(
  ended: EndedCall,
  strings: Strings,
  format: (number: string) => string,
): ResultView {
  const { call, ending, billsec } = ended
  const name = nameOf(call, { strings, format })
  const number = format(call.number)
  const isFault = faults.includes(ending)
  return {
    name,
    number: name === number ? '' : number,
    dialled: call.number,
    title: strings[ending],
    help: strings[`${ending}Help`],
    talkTime: billsec > 0 ? fill(strings.talkTime, { time: durationText(billsec) }) : '',
    tone: isFault ? 'danger' : calm.includes(ending) ? 'ok' : 'warn',
    nextStep: nextStepFor(ending),
    code: isFault ? codeText(ended) : '',
  }
}

function codeText({ call }: EndedCall): string {
  const detail = call.hangupDetail
  if (!detail) return ''
  return [detail.cause, detail.sip_status && `SIP ${detail.sip_status}`].filter(Boolean).join(' · ')
}
