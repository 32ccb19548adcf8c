import type { RtpLeg } from '../media/rtp-leg.ts'
import type { Leg } from './leg.ts'

/** A later offer (hold, resume, ICE restart) of a phone whose audio ends here. No offer: it wants one of ours. */
export async function answerReoffer(leg: Leg, media: RtpLeg, offer: string | undefined): Promise<void> {
  try {
    leg.answerOffer(offer === undefined ? await media.offer() : await media.answer(offer))
  } catch {
    leg.refuseOffer(488)
  }
}
