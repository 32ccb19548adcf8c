import { randomUUID } from 'node:crypto'
import { causeFromSipStatus, type HangupCause } from '@zorio/contract'
import type { HeaderField, InviteOptions, LegEnd, ReasonField } from '@zorio/sip'
import type { Binding } from '../registrar/bindings.ts'
import { causeOf, completedElsewhere, reasonOf } from './cause.ts'
import type { ForkMedia } from './fork-media.ts'
import type { Leg, LegFact } from './leg.ts'
import type { Legs } from './legs.ts'

/** Rings all phones of one extension; the first that answers has the call. */
export interface Ringing {
  /** Stops ringing: nobody shall answer any more. */
  cancel(reasons?: readonly ReasonField[]): void
}

type Fork = Pick<ForkMedia, 'offer' | 'answered' | 'close'>

export interface RingOptions<Media extends Fork> {
  readonly legs: Legs
  readonly contacts: readonly Binding[]
  readonly openMedia: () => Media
  readonly from: NonNullable<InviteOptions['from']>
  readonly to: NonNullable<InviteOptions['to']>
  readonly callUuid: string
  readonly headers?: readonly HeaderField[]
  /** 18x; `early` only where one phone rings, because two early answers cannot be told apart by the caller. */
  readonly onRinging: (status: number, early?: { readonly media: Media; readonly answer: string }) => void
  /** Facts of the leg that come before its new owner listens wait in `missed`. */
  readonly onAnswered: (winner: { leg: Leg; media: Media; answer: string; missed: () => LegFact[] }) => void
  readonly onFailed: (failure: RingFailure) => void
}

export interface RingFailure {
  readonly status: number
  readonly cause: HangupCause
  readonly retryAfterSeconds?: number
}

const RING_TIMEOUT_MS = 60_000

interface OpenFork<Media> {
  readonly media: Media
  leg?: Leg
  earlyAnswer?: string
}

export function ringPhones<Media extends Fork>(options: RingOptions<Media>): Ringing {
  const open = new Set<OpenFork<Media>>()
  const failures: RingFailure[] = []
  let isOver = false

  const stop = (reasons: readonly ReasonField[] | undefined) => {
    isOver = true
    clearTimeout(timer)
    for (const { leg, media } of open) {
      leg?.hangUp(reasons)
      media.close()
    }
    open.clear()
  }
  const fail = (failure: RingFailure, reasons: readonly ReasonField[] = [reasonOf(failure.cause)]) => {
    if (isOver) return
    stop(reasons)
    options.onFailed(failure)
  }
  const timer = setTimeout(fail, RING_TIMEOUT_MS, { status: 480, cause: 'NO_ANSWER' })
  timer.unref()

  const dropFork = (fork: OpenFork<Media>, failure: RingFailure) => {
    if (!open.delete(fork)) return
    fork.media.close()
    failures.push(failure)
    // RFC 3261 16.7: a 6xx speaks for all phones of the user.
    if (open.size === 0 || failure.status >= 600) fail(best(failures))
  }
  const win = (fork: OpenFork<Media>, leg: Leg, answer: string) => {
    open.delete(fork)
    stop([completedElsewhere])
    options.onAnswered({ leg, media: fork.media, answer, missed: collectFacts(leg) })
  }
  const take = (fork: OpenFork<Media>, fact: LegFact) => {
    const { leg } = fork
    if (fact.type === 'ended') dropFork(fork, failureOf(fact, leg))
    else if (fact.type === 'progress' && !isOver) {
      if (fact.answer !== undefined) fork.earlyAnswer = fact.answer
      const isEarly = options.contacts.length === 1 && fact.answer !== undefined
      options.onRinging(fact.status, isEarly ? { media: fork.media, answer: fact.answer } : undefined)
    } else if (fact.type === 'accepted' && leg !== undefined) {
      const answer = fact.answer ?? fork.earlyAnswer
      if (answer === undefined || isOver) leg.hangUp()
      else win(fork, leg, answer)
    }
  }
  const ring = async (contact: Binding) => {
    const fork: OpenFork<Media> = { media: options.openMedia() }
    open.add(fork)
    const offer = await fork.media.offer()
    if (!open.has(fork)) return
    const invite = inviteTo(contact, offer, options)
    fork.leg = options.legs.invite(invite, ownerOf(contact, options), (fact) => {
      take(fork, fact)
    })
  }

  for (const contact of options.contacts) {
    ring(contact).catch(() => {
      fail({ status: 500, cause: 'NORMAL_TEMPORARY_FAILURE' })
    })
  }
  return {
    cancel(reasons) {
      if (!isOver) stop(reasons)
    },
  }
}

/** From now on the leg's facts wait until they are asked for. */
function collectFacts(leg: Leg): () => LegFact[] {
  const facts: LegFact[] = []
  leg.onFact = (fact) => {
    facts.push(fact)
  }
  return () => facts.splice(0)
}

function inviteTo(
  contact: Binding,
  offer: string,
  options: Pick<RingOptions<Fork>, 'from' | 'to' | 'callUuid' | 'headers'>,
) {
  return {
    flow: contact.flow,
    target: contact.contactUri,
    offer,
    from: options.from,
    to: options.to,
    callId: randomUUID(),
    headers: [
      {
        name: 'X-Call-UUID',
        value: options.callUuid,
      },
      ...(options.headers ?? []),
    ],
  }
}

function ownerOf(contact: Binding, { callUuid }: { callUuid: string }) {
  return { extension: contact.extension, flow: contact.flow, contactKey: contact.key, callUuid }
}

function failureOf(end: LegEnd, leg: Leg | undefined): RingFailure {
  if (leg?.isLost === true) return { status: 480, cause: 'SUBSCRIBER_ABSENT' }
  if (end.how !== 'response' || end.status === undefined) return { status: 480, cause: 'NO_ANSWER' }
  const retry = end.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: end.retryAfterSeconds }
  // A challenge is meant for the PBX, not for the caller.
  const status = end.status === 401 || end.status === 407 ? 403 : end.status
  return { status, cause: end.reasons.length > 0 ? causeOf(end) : causeFromSipStatus(status), ...retry }
}

/** What a phone said counts more than that another one was silent or gone. */
function best(failures: readonly RingFailure[]): RingFailure {
  const silent: readonly HangupCause[] = ['NO_ANSWER', 'SUBSCRIBER_ABSENT']
  const spoken =
    failures.find(({ status }) => status >= 600) ?? failures.find(({ cause }) => !silent.includes(cause))
  return spoken ?? failures[0] ?? { status: 480, cause: 'SUBSCRIBER_ABSENT' }
}
