/** The phone transfers a call (RFC 3515): the far end goes where it is sent, and the phone hears how that went. */
import { findTestNumber } from '@zorio/pbx/test-numbers'
import { parseUri } from '@zorio/sip'
import type { Clock } from '../base/clock.ts'
import type { FakePbx } from '../testing/fake-pbx.ts'
import type { FarLeg, LegFact } from './far-leg.ts'

/** The phone ends its own call once it hears of success; one that does not is hung up. */
const lingerMs = 2000

export interface ReferParts {
  readonly pbx: FakePbx
  readonly clock: Clock
  readonly far: FarLeg
  /** What a number that was dialled behaves like. */
  readonly numberFor: (dialled: string) => string
}

export function followRefer(parts: ReferParts, fact: Extract<LegFact, { type: 'refer' }>): void {
  const { pbx, clock, far } = parts
  const target = findTestNumber(parts.numberFor(parseUri(fact.target)?.user ?? ''))
  // An attended transfer (RFC 3891) names a call that stands already.
  if (!target && !fact.replaces) return pbx.run((agent, now) => agent.refuseRefer(far.leg, 404, now))
  pbx.run((agent, now) => agent.acceptRefer(far.leg, now))
  const notify = (status: number, phrase: string) =>
    pbx.run((agent, now) => agent.notifyRefer(far.leg, status, phrase, now))
  notify(100, 'Trying')
  if (target?.refuses && !fact.replaces) return notify(target.refuses.status, target.refuses.cause)
  notify(200, 'OK')
  clock.setTimer(lingerMs, () => {
    if (!far.hasEnded) far.hangUp('NORMAL_CLEARING')
  })
}
