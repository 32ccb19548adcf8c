/** The fixed numbers of the demo PBX, as its page and the command line show them. What they do lives in the PBX. */
export interface TestNumber {
  readonly number: string
  readonly label: string
  /** What a caller notices. */
  readonly effect: string
}

export const testNumbers: readonly TestNumber[] = [
  { number: '9200', label: 'Echo', effect: 'answers and sends your audio back' },
  { number: '9440', label: 'Tone', effect: 'answers and plays 440 Hz' },
  { number: '9283', label: 'Keys, RTP', effect: 'answers, then presses 0123456789*#ABCD (RFC 4733)' },
  { number: '9284', label: 'Keys, INFO', effect: 'the same by SIP INFO' },
  { number: '9500', label: 'IVR', effect: 'beeps as often as the key says and presses it back' },
  { number: '9183', label: 'Early media', effect: '183 with a tone for 3 s, then answers' },
  { number: '9180', label: 'Rings 3 s', effect: '180 for 3 s, then echo' },
  { number: '9005', label: 'Ends in 5 s', effect: 'answers and hangs up after 5 s (90NN: NN seconds)' },
  { number: '9486', label: 'Busy', effect: 'busy' },
  { number: '9480', label: 'No answer', effect: 'rings 5 s, then no_answer' },
  { number: '9603', label: 'Declined', effect: 'call_rejected' },
  { number: '9404', label: 'Unknown', effect: 'unallocated_number' },
  { number: '9484', label: 'Bad number', effect: 'invalid_number_format' },
  { number: '9502', label: 'Out of order', effect: 'network_out_of_order' },
  { number: '9503', label: 'Overloaded', effect: '503 with Retry-After' },
  { number: '9703', label: 'Calls back', effect: 'Nguyễn An calls you after 3 s (97NN: NN seconds)' },
  { number: '9800', label: 'Transfers you', effect: 'REFER to the tone at 9440' },
  { number: '9999', label: 'Cuts the line', effect: 'drops your WebSocket, takes you back 2 s later' },
]
