import { requestInDialog } from '../dialog/dialog.ts'
import type { Dialog } from '../dialog/dialog.ts'
import type { HeaderField, SipRequest } from '../message/message.ts'
import type { ClientTransaction, Outcome } from '../transaction/client.ts'
import type { Core } from './core.ts'
import type { Leg } from './leg.ts'
import { legRoute } from './legs.ts'
import { field } from './read.ts'

export interface RequestPlan {
  /** Made anew, with the next CSeq, for every answer to a challenge. */
  readonly build: () => SipRequest
  readonly route: () => string | undefined
  readonly offline: 'wait' | 'fail'
  readonly provisionalMs?: number
  /** False: a challenge is not answered any more but becomes the outcome. */
  readonly isWanted?: () => boolean
  readonly onSent?: (transaction: ClientTransaction) => void
  readonly onOutcome: (outcome: Outcome, sent: SipRequest) => void
}

/** RFC 3261 22: at most two answers to challenges a request. */
const MAX_ANSWERS = 2

/** Sends a request with what credentials are known, and answers challenges. */
export function sendRequest(core: Core, plan: RequestPlan): void {
  let answers = 0
  const send = (): void => {
    const bare = plan.build()
    const request = { ...bare, headers: [...bare.headers, ...core.authenticator.authorize(bare)] }
    const transaction = core.clients.send({
      ...plan,
      request,
      onOutcome: (outcome) => {
        const isChallenge = outcome.status === 401 || outcome.status === 407
        const mayTry = isChallenge && answers < MAX_ANSWERS && plan.isWanted?.() !== false
        if (mayTry && core.authenticator.learn(bare.method, outcome, answers)) {
          answers++
          send()
        } else plan.onOutcome(outcome, request)
      },
    })
    plan.onSent?.(transaction)
  }
  send()
}

export interface InDialog {
  readonly method: string
  readonly headers?: readonly HeaderField[]
  readonly body?: string
  readonly onOutcome?: (outcome: Outcome, sent: SipRequest) => void
}

/** RFC 3261 20, table 2: these say nothing about where we are. */
const WITHOUT_CONTACT = ['BYE', 'INFO', 'PRACK']

/** A request inside the dialog with all that belongs to it, but for Via and credentials. */
export function dialogRequest(core: Core, dialog: Dialog, parts: InDialog): SipRequest {
  const { method, headers = [], body = '' } = parts
  const request = requestInDialog(dialog, method)
  return {
    ...request,
    headers: [
      ...request.headers,
      ...(WITHOUT_CONTACT.includes(method) ? [] : [field('Contact', core.identity.contact())]),
      ...core.identity.abilities,
      ...headers,
    ],
    body,
  }
}

/** A request that is no INVITE, inside the dialog; kept while offline. */
export function sendInDialog(core: Core, leg: Leg, dialog: Dialog, parts: InDialog): void {
  sendRequest(core, {
    build: () => dialogRequest(core, dialog, parts),
    route: () => legRoute(core, leg),
    offline: 'wait',
    onOutcome: parts.onOutcome ?? (() => {}),
  })
}
