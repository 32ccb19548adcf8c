import { callMeBack } from './call-me-back.ts'
import { cutSocket } from './cut-socket.ts'
import { earlyMedia, ringThenEcho } from './early-media.ts'
import { echo } from './echo.ts'
import { hangUpAfter } from './hang-up-after.ts'
import { ivr } from './ivr.ts'
import { referMe } from './refer-me.ts'
import { noAnswer, refusals } from './refuse.ts'
import { sendDigitsByInfo, sendDigitsByRtp } from './send-digits.ts'
import { steadyTone } from './steady-tone.ts'

export type { ExtensionCall } from './extension-call-port.ts'
export type { House, TestNumber } from './test-number.ts'

/** All test numbers, in the order of the docs. */
export const testNumbers: readonly (typeof echo)[] = [
  echo,
  steadyTone,
  sendDigitsByRtp,
  sendDigitsByInfo,
  ivr,
  earlyMedia,
  ringThenEcho,
  hangUpAfter,
  noAnswer,
  ...refusals,
  callMeBack,
  referMe,
  cutSocket,
]

const patterns = testNumbers.map((line) => ({
  line,
  pattern: new RegExp(`^${line.number.replaceAll('N', '\\d')}$`),
}))

/** `which`: a PBX for work has the echo alone, which `diagnose()` calls. */
export function findTestNumber(dialled: string, which: 'all' | 'echo' = 'all'): typeof echo | undefined {
  const line = patterns.find(({ pattern }) => pattern.test(dialled))?.line
  return which === 'echo' && line !== echo ? undefined : line
}
