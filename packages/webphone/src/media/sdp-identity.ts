/** Is a later answer the one that was applied already? PBXs repeat the SDP of a 183 in the 200, often with another `o=` line. */

export type AnswerRelation = 'same' | 'same-transport' | 'other-fork'

export function relateAnswers(applied: string, later: string): AnswerRelation {
  if (essence(applied) === essence(later)) return 'same'
  // RFC 8839 5.4 and RFC 8122: these name one ICE and DTLS end; another fork of the call has others.
  return transport(applied) === transport(later) ? 'same-transport' : 'other-fork'
}

function essence(sdp: string): string {
  const lines = sdp.split(/\r?\n/).map((line) => line.trim())
  return lines.filter((line) => line !== '' && !/^[ost]=/.test(line)).join('\n')
}

function transport(sdp: string): string {
  return ['ice-ufrag', 'ice-pwd', 'fingerprint'].map((name) => attribute(sdp, name)).join('|')
}

function attribute(sdp: string, name: string): string {
  return new RegExp(`^a=${name}:(.*)$`, 'mi').exec(sdp)?.[1]?.trim().toLowerCase() ?? ''
}

export type AnswerDecision = 'apply' | 'apply-again' | 'ignore' | 'mismatch'

/** `applied`: the answer already in force for the same offer, if any. A second fork that rings does not displace the first. */
export function decideAnswer(
  applied: string | undefined,
  answer: string,
  stage: 'early' | 'final',
): AnswerDecision {
  if (applied === undefined) return 'apply'
  const relation = relateAnswers(applied, answer)
  if (relation === 'same') return 'ignore'
  if (relation === 'same-transport') return 'apply-again'
  return stage === 'early' ? 'ignore' : 'mismatch'
}
