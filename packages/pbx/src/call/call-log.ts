import type { HangupCause } from '@zorio/contract'
import type { PbxCallEvent, PbxOptions } from '../pbx-port.ts'

/** The record of one call: each step told at most once, in order, and `hangup` always last. */
export interface CallRecord {
  ringing(): void
  answered(bLegUuid?: string): void
  hangup(cause: HangupCause): void
}

export type CallParties = Pick<
  PbxCallEvent,
  'callUuid' | 'direction' | 'callerNumber' | 'callerName' | 'destinationNumber' | 'extension'
>

export type OpenRecord = (parties: CallParties) => CallRecord

export function createCallLog(options: Pick<PbxOptions, 'onCall' | 'log'>): OpenRecord {
  const tell = (event: PbxCallEvent) => {
    options.log?.('info', `call ${event.step}`, {
      callUuid: event.callUuid,
      extension: event.extension,
      direction: event.direction,
      destination: maskNumber(event.destinationNumber),
      cause: event.cause,
    })
    try {
      options.onCall?.(event)
    } catch (error) {
      options.log?.('warn', 'onCall threw', { error: String(error) })
    }
  }

  return (parties) => {
    const startedAt = Date.now()
    const begun = performance.now()
    // A wall clock that is set in the middle of a call must not be billed.
    const now = () => Math.round(startedAt + performance.now() - begun)
    let bLegUuid: string | undefined
    let answeredAt: number | undefined
    let reached: PbxCallEvent['step'] | undefined
    const step = (name: PbxCallEvent['step'], more: Partial<PbxCallEvent> = {}) => {
      reached = name
      const leg = bLegUuid === undefined ? {} : { bLegUuid }
      const answer = answeredAt === undefined ? {} : { answeredAt }
      tell({ step: name, ...parties, ...leg, startedAt, ...answer, ...more })
    }
    const ringing = () => {
      if (reached === undefined) step('ringing')
    }

    return {
      ringing,
      answered(uuid) {
        // A call that is answered at once rang for no time; record keepers still want both steps.
        ringing()
        if (reached !== 'ringing') return
        bLegUuid = uuid
        answeredAt = now()
        step('answered')
      },
      hangup(cause) {
        if (reached !== 'hangup') step('hangup', { endedAt: now(), cause })
      },
    }
  }
}

/** Logs keep the last three digits of an outside number; extensions are short and stay. */
export function maskNumber(number: string): string {
  return number.length <= 5 ? number : `${'*'.repeat(number.length - 3)}${number.slice(-3)}`
}
