import { silence } from '../media/tone.ts'
import { answerReoffer } from './answer-reoffer.ts'
import type { MovedLeg } from './bridge.ts'
import type { CallDesk } from './call-desk.ts'
import { endCauseOf, reasonOf } from './cause.ts'
import type { Leg } from './leg.ts'
import type { HandedOver, KeptCall } from './seat.ts'

/** As long as a reloaded page is offered its call. */
const LONGEST_MS = 90_000

export function keepCall(
  desk: CallDesk,
  extension: string,
  { callId, seconds }: { callId: string; seconds: number },
): boolean {
  const leg = desk.legs.of(extension).find((one) => one.callId === callId)
  if (leg === undefined) return false
  const known = desk.kept.get(leg)
  const seat = desk.seats.get(leg)
  if (known === undefined && seat === undefined) return false
  if (seconds <= 0) return true
  if (known === undefined && seat !== undefined)
    desk.kept.set(leg, startKeeping(desk, { leg, handed: seat.handOver(), seconds }))
  known?.extend(seconds)
  return true
}

interface Keeping {
  readonly leg: Leg
  readonly handed: HandedOver
  readonly seconds: number
}

function startKeeping(desk: CallDesk, { leg, handed, seconds }: Keeping): KeptCall {
  const { record } = handed
  const since = Date.now()
  let until = 0
  let timer: NodeJS.Timeout | undefined

  const stop = () => {
    clearTimeout(timer)
    desk.kept.delete(leg)
  }
  const end = (...[cause, reasons = [reasonOf(cause)]]: Parameters<OnEnd>) => {
    stop()
    record.hangup(cause)
    company?.leave()
    for (const one of [leg, other]) {
      if (one === undefined) continue
      one.onFact = () => undefined
      one.hangUp(reasons)
    }
  }
  const other = handed.party.kind === 'leg' ? handed.party.leg : undefined
  const company = handed.party.kind === 'leg' ? keepCompany(handed.party, end) : undefined
  leg.onFact = (fact) => {
    if (fact.type === 'ended') end(endCauseOf(leg, fact), fact.reasons.length > 0 ? fact.reasons : undefined)
  }
  const extend = (more: number) => {
    const wanted = Math.min(Date.now() + more * 1000, since + LONGEST_MS)
    if (wanted <= until) return
    until = wanted
    clearTimeout(timer)
    timer = setTimeout(() => end('NORMAL_CLEARING'), until - Date.now())
  }
  extend(seconds)

  return {
    extend,
    take() {
      stop()
      company?.hush()
      return { record, party: company?.party ?? handed.party }
    },
  }
}

type OnEnd = (cause: Parameters<typeof reasonOf>[0], reasons?: Parameters<Leg['hangUp']>[0]) => void

/** The audio of the phone that stays comes to us, and hears silence: a browser left alone would give its call up. */
function keepCompany(party: MovedLeg & { readonly kind: 'leg' }, onEnd: OnEnd) {
  const { leg, front, end } = party
  // Asked for once; who takes the party over waits for the same move.
  const moved = front.answer(end.media)
  let isAlone = true
  moved.then(
    () => {
      if (isAlone) end.media.play(silence())
    },
    () => onEnd('INCOMPATIBLE_DESTINATION'),
  )
  leg.onFact = (fact) => {
    if (front.handles(fact, end.media)) return
    if (fact.type === 'ended')
      onEnd(endCauseOf(leg, fact), fact.reasons.length > 0 ? fact.reasons : undefined)
    else if (fact.type === 'reoffer') void answerReoffer(leg, end.media, fact.offer)
    else if (fact.type === 'refer') leg.refuseRefer(603)
  }
  return {
    party: { ...party, front: { ...front, answer: () => moved } },
    hush() {
      isAlone = false
      end.media.play(() => undefined)
    },
    leave: () => void end.media.close(),
  }
}
