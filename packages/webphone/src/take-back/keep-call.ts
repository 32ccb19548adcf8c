/** Asks the back end to keep the other side of a call whose page goes, or to end it. */
import type { ApiPort } from '../api/api-port.ts'
import type { Handover } from '@zorio/sip'
import type { KeepCallBody, LeaveCallBody } from '@zorio/contract'

export interface KeepWish {
  /** Call-ID of our own leg. */
  readonly callId: string
  /** 0 only asks whether it would. */
  readonly seconds: number
  readonly bye: string
}

export const wishOf = ({ dialog, bye }: Pick<Handover, 'dialog' | 'bye'>, seconds: number): KeepWish => ({
  callId: dialog.callId,
  bye,
  seconds,
})

/** Undefined where the back end cannot, or has no such call. */
export async function askToKeep(
  api: ApiPort,
  { callId, seconds, bye }: KeepWish,
  isLeaving = false,
): Promise<KeepCallBody | undefined> {
  const answer = await tell(api, `${encodeURIComponent(callId)}/keep?seconds=${seconds}`, { bye }, isLeaving)
  return typeof answer === 'object' && answer !== null && 'data' in answer ? Object(answer.data) : undefined
}

/** `id`: the call's uuid, or the Call-ID of our leg. */
export async function askToEnd(
  api: ApiPort,
  id: string,
  bye: string | undefined,
  isLeaving = false,
): Promise<void> {
  await tell(api, `${encodeURIComponent(id)}/hangup`, { bye }, isLeaving)
}

function tell(api: ApiPort, path: string, body: LeaveCallBody, keepalive: boolean): Promise<unknown> {
  // Nothing may abort it any more: a page that goes ends in this turn.
  const { signal } = new AbortController()
  return api.ask(`api/webphone/calls/${path}`, {
    ...{ method: 'POST', keepalive, signal, body: JSON.stringify(body) },
  })
}
