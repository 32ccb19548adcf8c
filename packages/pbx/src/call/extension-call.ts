import { setTimeout as sleep } from 'node:timers/promises'
import type { HangupCause } from '@zorio/contract'
import { DTMF_RELAY, formatDtmfRelay, parseDtmfBody } from '@zorio/sip'
import type { ExtensionCall } from '../extensions/extension-call-port.ts'
import type { MediaEnd } from '../media/media-end.ts'
import { answerReoffer } from './answer-reoffer.ts'
import type { CallRecord } from './call-log.ts'
import { endCauseOf, reasonOf } from './cause.ts'
import type { Leg, LegFact } from './leg.ts'
import type { MediaFront } from './media-front.ts'
import type { OnRefer } from './refer.ts'

export class CallOver extends Error {}

export interface ExtensionCallParts {
  readonly leg: Leg
  readonly dialled: string
  readonly domain: string
  readonly front: MediaFront
  readonly end: MediaEnd
  readonly record: CallRecord
  readonly onRefer: OnRefer
  readonly onOver: () => void
}

/** `dissolve` ends the story and frees its media without hanging up. */
export function createExtensionCall(parts: ExtensionCallParts): {
  call: ExtensionCall
  dissolve: (keepsRecord?: 'keeps-record') => void
} {
  const { leg, front, record } = parts
  const { media, listener } = parts.end
  const over = new AbortController()
  const digits = createDigitQueue()
  listener.onDigit = digits.put
  const waiting = createWaiting(over.signal)
  const infoAnswered = waiting.slot<number>()
  const referred = waiting.slot<number>()

  const end = (cause?: HangupCause) => {
    if (over.signal.aborted) return
    over.abort()
    if (cause !== undefined) record.hangup(cause)
    parts.onOver()
    void media.close()
  }
  const onFact = (fact: LegFact) => {
    if (front.handles(fact, media)) return
    if (fact.type === 'ended') end(endCauseOf(leg, fact))
    else if (fact.type === 'info') digits.put(parseDtmfBody(fact.contentType, fact.body)?.digit)
    else if (fact.type === 'info-answered') infoAnswered.fill(fact.status)
    else if (fact.type === 'refer-progress' && fact.final) referred.fill(fact.status)
    else if (fact.type === 'refer') parts.onRefer(leg, fact)
    else if (fact.type === 'reoffer') void answerReoffer(leg, media, fact.offer)
    else if (fact.type === 'reoffer-answered') media.acceptAnswer(fact.answer).catch(() => leg.hangUp())
  }
  leg.onFact = onFact

  const call: ExtensionCall = {
    dialled: parts.dialled,
    ring() {
      front.ring()
      record.ringing()
    },
    async earlyMedia() {
      await waiting.until(front.early(media))
      record.ringing()
    },
    async answer() {
      await waiting.until(front.answer(media))
      record.answered()
    },
    reject(status, cause, headers = []) {
      if (over.signal.aborted) return
      end(cause)
      front.refuse(status, { reasons: [reasonOf(cause)], headers })
    },
    hangUp() {
      end('NORMAL_CLEARING')
      leg.hangUp([reasonOf('NORMAL_CLEARING')])
    },
    pause: (ms) => waiting.until(sleep(ms, undefined, { signal: over.signal })),
    play: (source) => waiting.until(new Promise((resolve) => media.play(source, resolve))),
    sendDigits: (text) => waiting.until(new Promise((resolve) => media.sendDigits(text, resolve))),
    async sendInfo(digit) {
      await waiting.until(front.acknowledged())
      leg.info(DTMF_RELAY, formatDtmfRelay({ digit }))
      await infoAnswered.next()
    },
    nextDigit: () => waiting.until(digits.take()),
    echo() {
      listener.onAudio = (packet) => {
        media.forward(packet)
      }
    },
    async transferTo(number) {
      await waiting.until(front.acknowledged())
      leg.refer(`sip:${number}@${parts.domain}`)
      return referred.next()
    },
  }
  return {
    call,
    dissolve: (keepsRecord) => {
      end(keepsRecord === undefined ? 'NORMAL_CLEARING' : undefined)
    },
  }
}

function createDigitQueue() {
  const queue: string[] = []
  let taker: ((digit: string) => void) | undefined
  return {
    put(digit: string | undefined) {
      if (digit === undefined) return
      if (taker === undefined) queue.push(digit)
      else taker(digit)
      taker = undefined
    },
    take: () =>
      new Promise<string>((resolve) => {
        const digit = queue.shift()
        if (digit === undefined) taker = resolve
        else resolve(digit)
      }),
  }
}

/** Waits that end with the call. */
function createWaiting(signal: AbortSignal) {
  const ended = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => {
      reject(new CallOver('the call has ended'))
    })
  })
  // Nobody may be waiting when the call ends.
  ended.catch(() => undefined)
  const until = async <T>(promise: Promise<T>): Promise<T> => {
    promise.catch(() => undefined)
    if (signal.aborted) throw new CallOver('the call has ended')
    return Promise.race([promise, ended])
  }

  return {
    until,
    slot<T>() {
      let resolve: ((value: T) => void) | undefined
      return {
        fill: (value: T) => resolve?.(value),
        next: () => until(new Promise<T>((settle) => (resolve = settle))),
      }
    },
  }
}
