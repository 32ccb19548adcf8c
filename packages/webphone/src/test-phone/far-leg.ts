/** The PBX's end of one call, whoever called: SIP leg and audio together, and what a test may do with it. */
import { DTMF_RELAY, formatDtmfRelay, parseDtmfBody } from '@zorio/sip'
import { q850FromCause } from '@zorio/contract'
import type { FakePbx, PbxFact } from '../testing/fake-pbx.ts'
import type { FarAudio } from './call-audio-port.ts'
import type { HangupCause } from '@zorio/contract'
import type { HeaderField, LegEnd, ReasonField } from '@zorio/sip'

export type LegFact = Extract<PbxFact, { readonly leg: string }>

export interface FarLeg {
  readonly leg: string
  readonly audio: FarAudio
  readonly hasEnded: boolean
  /** All keys that the phone sent, by RTP or INFO. */
  readonly receivedDigits: string
  take(fact: LegFact): void
  hangUp(cause: HangupCause): void
  reject(status: number, cause: HangupCause, headers?: readonly HeaderField[]): void
  sendInfo(digit: string): void
  /** Puts the phone on hold, or takes it back. */
  hold(isHeld: boolean): Promise<void>
  onDigit: (digit: string) => void
  onFact: (fact: LegFact) => void
  onEnd: (end: LegEnd | undefined) => void
}

/** As FreeSWITCH writes it; its own causes have no Q.850 number. */
function reasonOf(cause: HangupCause): ReasonField {
  const number = q850FromCause(cause)
  return { protocol: 'Q.850', ...(number === undefined ? {} : { cause: number }), text: cause }
}

export function createFarLeg(pbx: FakePbx, leg: string, audio: FarAudio): FarLeg {
  let hasEnded = false
  let receivedDigits = ''
  const end = (how?: LegEnd) => {
    if (hasEnded) return
    hasEnded = true
    audio.close()
    far.onEnd(how)
  }
  const press = (digit: string | undefined) => {
    if (digit === undefined || hasEnded) return
    receivedDigits += digit
    far.onDigit(digit)
  }
  const answerReoffer = async (offer: string | undefined) => {
    const sdp = offer === undefined ? await audio.offer() : await audio.answer(offer)
    if (!hasEnded) pbx.run((agent, now) => agent.answerOffer(leg, sdp, now))
  }
  const hear = async (fact: Extract<LegFact, { type: 'accepted' }>) => {
    if (fact.answer !== undefined) await audio.acceptAnswer(fact.answer)
    far.onFact(fact)
  }
  const orHangUp = (work: Promise<void>) => void work.catch(() => far.hangUp('INCOMPATIBLE_DESTINATION'))
  const far: FarLeg = {
    leg,
    audio,
    get hasEnded() {
      return hasEnded
    },
    get receivedDigits() {
      return receivedDigits
    },
    take(fact) {
      if (fact.type === 'ended') end(fact)
      else if (fact.type === 'info') press(parseDtmfBody(fact.contentType, fact.body)?.digit)
      else if (fact.type === 'reoffer') orHangUp(answerReoffer(fact.offer))
      else if (fact.type === 'reoffer-answered') orHangUp(audio.acceptAnswer(fact.answer))
      else if (fact.type === 'accepted') orHangUp(hear(fact))
      else far.onFact(fact)
    },
    hangUp(cause) {
      end()
      pbx.run((agent, now) => agent.hangup(leg, now, [reasonOf(cause)]))
    },
    reject(status, cause, headers = []) {
      end()
      pbx.run((agent, now) => agent.reject(leg, status, now, { reasons: [reasonOf(cause)], headers }))
    },
    sendInfo: (digit) =>
      pbx.run((agent, now) => agent.info(leg, DTMF_RELAY, formatDtmfRelay({ digit }), now)),
    async hold(isHeld) {
      audio.setDirection(isHeld ? 'sendonly' : 'sendrecv')
      const offer = await audio.offer()
      pbx.run((agent, now) => agent.reoffer(leg, offer, now))
    },
    onDigit: () => undefined,
    onFact: () => undefined,
    onEnd: () => undefined,
  }
  audio.onDigit = press
  return far
}
