/** The fixed numbers of the demo PBX, as its page and the command line show them. What they do, they say themselves. */
import { testNumbers as served } from '@zorio/pbx'

export interface TestNumber {
  readonly number: string
  readonly label: string
  /** What a caller notices. */
  readonly effect: string
}

/** Short words for buttons; a number without one is its own label. */
const labels: Readonly<Record<string, string>> = {
  '9200': 'Echo',
  '9440': 'Tone',
  '9283': 'Keys, RTP',
  '9284': 'Keys, INFO',
  '9500': 'IVR',
  '9183': 'Early media',
  '9180': 'Rings 3 s',
  '90NN': 'Ends in 5 s',
  '9486': 'Busy',
  '9480': 'No answer',
  '9603': 'Declined',
  '9404': 'Unknown',
  '9484': 'Bad number',
  '9502': 'Out of order',
  '9503': 'Overloaded',
  '97NN': 'Calls back',
  '9800': 'Transfers you',
  '9999': 'Cuts the line',
}

/** Seconds that a button dials where the number holds them. */
const seconds: Readonly<Record<string, string>> = { '90NN': '05', '97NN': '03' }

export const testNumbers: readonly TestNumber[] = served.map(({ number, what }) => ({
  number: number.replace('NN', seconds[number] ?? '05'),
  label: labels[number] ?? number,
  effect: what,
}))
