/** What can happen to a phone, as plain data: a shrunk failure is pasted into a test as it is printed. */
import { constant, constantFrom, nat, oneof, record as recordOf } from 'fast-check'
import type { Arbitrary } from 'fast-check'

export type PageStep =
  'online' | 'offline' | 'visible' | 'hidden' | 'freeze' | 'resume' | 'pagehide' | 'pageshow'

export type Reach = 'up' | 'refuse' | 'silent' | 'flap'
export type Wire = 'flow' | 'lose-up' | 'lose-down' | 'lose-both'
export type MediaOp = 'startInput' | 'createOffer' | 'answerOffer' | 'acceptAnswer'
export type CallAct =
  'answer' | 'hangup' | 'hold' | 'unhold' | 'mute' | 'unmute' | 'digits' | 'transfer' | 'join'
export type FarAct =
  'ring' | 'early' | 'answer' | 'refuse' | 'bye' | 'offer' | 'take-offer' | 'refuse-offer' | 'refer' | 'info'

/** `which` picks among the calls or legs that there are at that moment. */
export type Step =
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'sleep'; readonly ms: number }
  | { readonly do: 'wall-clock'; readonly jumpMs: number }
  | { readonly do: 'dial'; readonly number: string }
  | { readonly do: 'call'; readonly act: CallAct; readonly which: number }
  | { readonly do: 'register' | 'unregister' | 'unlock' | 'cut' | 'silence' | 'forget' }
  | { readonly do: 'page'; readonly signal: PageStep }
  | { readonly do: 'reach'; readonly to: Reach }
  | { readonly do: 'wire'; readonly to: Wire }
  | { readonly do: 'latency'; readonly ms: number }
  | { readonly do: 'registrar'; readonly status: number; readonly retryAfter?: number }
  | { readonly do: 'api'; readonly is: 'fine' | 'down' | 'refusing' }
  | { readonly do: 'lookup'; readonly is: 'fine' | 'broken' | 'hanging' }
  | { readonly do: 'media'; readonly op: MediaOp; readonly is: 'fine' | 'broken' | 'hanging' }
  | { readonly do: 'media-fact'; readonly state: 'interrupted' | 'failed' | 'connected' | 'input-lost' }
  | { readonly do: 'call-in' }
  | { readonly do: 'far'; readonly act: FarAct; readonly which: number }
  /** The next event of that name makes a handler act from inside it, or throw. */
  | {
      readonly do: 'react'
      readonly to: string
      readonly by: 'hangup' | 'answer' | 'register' | 'unregister' | 'throw'
    }

/** Plain objects, so that a printed step is what ran. */
const record = <T extends Record<string, Arbitrary<unknown>>>(model: T) =>
  recordOf<{ [K in keyof T]: T[K] extends Arbitrary<infer V> ? V : never }>(model as never, {
    noNullPrototype: true,
  })

const which = nat(7)
const oneOf = <T>(...values: readonly T[]) => constantFrom(...values)

const hostSteps = [
  {
    weight: 5,
    arbitrary: record({ do: constant('dial' as const), number: oneOf('100', '0912345678', 'x;y') }),
  },
  {
    weight: 14,
    arbitrary: record({
      do: constant('call' as const),
      act: oneOf<CallAct>(
        'answer',
        'answer',
        'hangup',
        'hold',
        'unhold',
        'mute',
        'unmute',
        'digits',
        'transfer',
        'join',
      ),
      which,
    }),
  },
  {
    weight: 2,
    arbitrary: record({ do: oneOf('register' as const, 'register' as const, 'unlock' as const) }),
  },
  { weight: 1, arbitrary: record({ do: constant('unregister' as const) }) },
  {
    weight: 2,
    arbitrary: record({
      do: constant('react' as const),
      to: oneOf(
        'incoming_call',
        'call_ringing',
        'call_answered',
        'call_hangup',
        'disconnected',
        'registered',
        'unregistered',
        'error',
        'auto_reconnect',
        'connected',
      ),
      by: oneOf(
        'hangup' as const,
        'answer' as const,
        'register' as const,
        'unregister' as const,
        'throw' as const,
      ),
    }),
  },
]

const worldSteps = [
  {
    weight: 14,
    arbitrary: record({
      do: constant('wait' as const),
      ms: oneOf(1, 10, 50, 500, 2000, 5000, 12_000, 40_000),
    }),
  },
  {
    weight: 1,
    arbitrary: record({ do: constant('sleep' as const), ms: oneOf(3000, 20_000, 60_000, 1_200_000) }),
  },
  {
    weight: 1,
    arbitrary: record({
      do: constant('wall-clock' as const),
      jumpMs: oneOf(3_600_000, -3_600_000, 7000),
    }),
  },
  {
    weight: 3,
    arbitrary: record({
      do: oneOf('cut' as const, 'cut' as const, 'silence' as const, 'forget' as const),
    }),
  },
  {
    weight: 4,
    arbitrary: record({
      do: constant('page' as const),
      signal: oneOf<PageStep>(
        'online',
        'offline',
        'visible',
        'hidden',
        'freeze',
        'resume',
        'pagehide',
        'pageshow',
        'pageshow',
      ),
    }),
  },
  {
    weight: 4,
    arbitrary: record({
      do: constant('reach' as const),
      to: oneOf<Reach>('up', 'up', 'up', 'refuse', 'silent', 'flap'),
    }),
  },
  {
    weight: 3,
    arbitrary: record({
      do: constant('wire' as const),
      to: oneOf<Wire>('flow', 'flow', 'flow', 'lose-up', 'lose-down', 'lose-both'),
    }),
  },
  { weight: 2, arbitrary: record({ do: constant('latency' as const), ms: oneOf(0, 20, 300) }) },
  {
    weight: 4,
    arbitrary: oneof(
      record({ do: constant('registrar' as const), status: oneOf(200, 200, 200, 403, 401, 500, 404) }),
      record({
        do: constant('registrar' as const),
        status: constant(503),
        retryAfter: oneOf(2, 20),
      }),
    ),
  },
  {
    weight: 2,
    arbitrary: record({
      do: constant('api' as const),
      is: oneOf('fine' as const, 'fine' as const, 'down' as const, 'refusing' as const),
    }),
  },
  {
    weight: 1,
    arbitrary: record({
      do: constant('lookup' as const),
      is: oneOf('fine' as const, 'broken' as const, 'hanging' as const),
    }),
  },
  {
    weight: 2,
    arbitrary: record({
      do: constant('media' as const),
      op: oneOf<MediaOp>('startInput', 'createOffer', 'answerOffer', 'acceptAnswer'),
      is: oneOf('fine' as const, 'fine' as const, 'broken' as const, 'hanging' as const),
    }),
  },
  {
    weight: 3,
    arbitrary: record({
      do: constant('media-fact' as const),
      state: oneOf(
        'interrupted' as const,
        'failed' as const,
        'connected' as const,
        'connected' as const,
        'input-lost' as const,
      ),
    }),
  },
  { weight: 5, arbitrary: record({ do: constant('call-in' as const) }) },
  {
    weight: 14,
    arbitrary: record({
      do: constant('far' as const),
      act: oneOf<FarAct>(
        'ring',
        'early',
        'answer',
        'answer',
        'refuse',
        'bye',
        'offer',
        'take-offer',
        'take-offer',
        'refuse-offer',
        'refer',
        'info',
      ),
      which,
    }),
  },
]

export const anyStep: Arbitrary<Step> = oneof(...hostSteps, ...worldSteps)
