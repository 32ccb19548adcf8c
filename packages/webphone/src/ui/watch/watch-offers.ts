/** A call of the page before a reload is offered for so long; nobody took it, and it is listed as one that ended. */
import type { CallOffer } from '../../phone-api.ts'
import type { RequestContext } from '../requests/request-map.ts'
import { forgetOffer, logOffer } from '../requests/offer-requests.ts'

export function watchOffers(context: RequestContext): () => void {
  const timers = new Set<ReturnType<typeof setTimeout>>()
  const watch = (offer: CallOffer): void => {
    const expire = (): void => {
      timers.delete(timer)
      if (!context.get().offers.includes(offer)) return
      forgetOffer(context, offer)
      if (!context.callBy(offer.uuid)) logOffer(context, offer)
    }
    const timer = setTimeout(expire, offer.expiresAt - context.browser.now())
    timers.add(timer)
  }
  context.get().offers.forEach(watch)
  const off = context.phone.on('call_recoverable', ({ offer }) => watch(offer))
  return () => {
    off()
    timers.forEach(clearTimeout)
  }
}
