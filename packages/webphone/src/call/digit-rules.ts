/** Digits in and out: what may be sent, and which two reports are one key press. */
import type { SendDtmfOptions } from '../options.ts'

export interface DigitJob {
  /** Of the promise that waits for it. */
  readonly id: number
  readonly steps: readonly DigitStep[]
  readonly via: 'auto' | 'rtp' | 'info'
  readonly durationMs: number
  readonly gapMs: number
}

export type DigitStep =
  { readonly type: 'tones'; readonly digits: string } | { readonly type: 'pause'; readonly delayMs: number }

const pauseMs = 2000

/** Undefined for anything that is not a digit string. */
export function readDigits(text: unknown, options: SendDtmfOptions = {}): Omit<DigitJob, 'id'> | undefined {
  if (typeof text !== 'string' || !/^[0-9*#A-Da-d,]{1,256}$/.test(text)) return undefined
  const { via = 'auto', durationMs = 100, gapMs = 70 } = options
  const isInRange = durationMs >= 40 && durationMs <= 6000 && gapMs >= 30 && gapMs <= 6000
  if (!isInRange || !['auto', 'rtp', 'info'].includes(via)) return undefined
  const parts = text.toUpperCase().match(/,|[^,]+/g) ?? []
  const steps = parts.map((part): DigitStep =>
    part === ',' ? { type: 'pause', delayMs: pauseMs } : { type: 'tones', digits: part },
  )
  return { steps, via, durationMs, gapMs }
}

export interface HeardDigit {
  readonly digit: string
  readonly source: 'rtp' | 'info'
  readonly at: number
}

const samePressMs = 200

/** A gateway that sends each key both ways must not press it twice; each report can swallow one of the other kind only. */
export function hearDigit(
  recent: readonly HeardDigit[],
  heard: HeardDigit,
): { readonly isNew: boolean; readonly recent: readonly HeardDigit[] } {
  const fresh = recent.filter((one) => heard.at - one.at <= samePressMs)
  const twin = fresh.find((one) => one.digit === heard.digit && one.source !== heard.source)
  if (twin) return { isNew: false, recent: fresh.filter((one) => one !== twin) }
  return { isNew: true, recent: [...fresh, heard] }
}
