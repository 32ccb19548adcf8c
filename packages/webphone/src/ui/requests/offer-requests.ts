/** A call of the page before a reload: gone on with, or ended for the other side. */
import { ZorioWebphoneError } from '../../errors.ts'
import type { CallOffer } from '../../phone-api.ts'
import { addEntry } from '../call-log.ts'
import { holdOthers } from './call-requests.ts'
import type { OfferRequestName, RequestContext, RequestTable } from './request-map.ts'

export const offerRequests: RequestTable<OfferRequestName> = {
  'take-back': (context) => decide(context, (offer) => takeBack(context, offer)),
  'end-offer': (context) =>
    decide(context, async (offer) => {
      await offer.hangup()
      logOffer(context, offer)
    }),
}

/** The oldest that is still open, as in the banner. */
async function decide(context: RequestContext, act: (offer: CallOffer) => Promise<void>): Promise<void> {
  const now = context.browser.now()
  const offer = context.get().offers.find(({ uuid, expiresAt }) => expiresAt > now && !context.callBy(uuid))
  if (!offer) return
  try {
    await act(offer)
  } catch (error) {
    const { code } = ZorioWebphoneError.from(error)
    // Not decided by that: the banner stays.
    if (code === 'not_registered') throw error
    forgetOffer(context, offer)
    // Over, or decided by the host: what came of it is on the screen.
    if (code !== 'invalid_state') throw error
  }
  forgetOffer(context, offer)
}

async function takeBack(context: RequestContext, offer: CallOffer): Promise<void> {
  const held = await holdOthers(context)
  context.set({ selectedUuid: offer.uuid, pane: null, result: null, error: null, sentDigits: '' })
  try {
    await offer.takeBack()
  } catch (error) {
    await held?.unhold()
    throw error
  }
}

export function forgetOffer({ get, set }: RequestContext, offer: CallOffer): void {
  set({ offers: get().offers.filter((one) => one !== offer) })
}

/** The page that knew its end is gone: it is listed from here. */
export function logOffer({ get, set, browser }: RequestContext, offer: CallOffer): void {
  const { uuid, number, displayName: name, direction, createdAt: startedAt, answeredAt } = offer
  const end = Math.min(browser.now(), offer.expiresAt)
  const billsec = Math.max(0, Math.floor((end - answeredAt) / 1000))
  const facts = { uuid, number, name, direction, startedAt, billsec }
  set({ log: addEntry(get().log, { ...facts, reason: 'normal_clearing', isMissed: false, isSeen: true }) })
}
