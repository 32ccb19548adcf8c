import type { Leg, LegFact } from './leg.ts'

export type ReferFact = Extract<LegFact, { readonly type: 'refer' }>

/** A phone asks to transfer the other side of `leg`. */
export type OnRefer = (leg: Leg, fact: ReferFact) => void
