import type { ZorioCall } from '../../phone-api.ts'
import type { RequestContext, RequestTable } from './request-map.ts'

export const callRequests: RequestTable<
  | 'answer'
  | 'answer-hold'
  | 'answer-end'
  | 'decline'
  | 'silence'
  | 'hangup'
  | 'toggle-mute'
  | 'toggle-hold'
  | 'switch-to'
  | 'send-digits'
  | 'open-contact'
> = {
  answer: (context, uuid) => answer(context, uuid),
  'answer-hold': async (context, uuid) => {
    const held = await holdOthers(context)
    // Its caller may have given up meanwhile.
    if (!context.callBy(uuid)) return held?.unhold()
    try {
      await answer(context, uuid)
    } catch (error) {
      await held?.unhold()
      throw error
    }
  },
  'answer-end': async (context, uuid) => {
    await context.shownCall()?.hangup()
    await answer(context, uuid)
  },
  decline: (context, uuid) => context.callBy(uuid)?.hangup(),
  silence: ({ phone, set }, uuid) => {
    phone.silenceRing?.()
    set({ silencedUuid: uuid })
  },
  hangup: (context, uuid) => context.callBy(uuid)?.hangup(),
  'toggle-mute': (context, uuid) => {
    const call = context.callBy(uuid)
    return call?.isMuted ? call.unmute() : call?.mute()
  },
  'toggle-hold': (context, uuid) => {
    const call = context.callBy(uuid)
    return call?.isHeld ? call.unhold() : call?.hold()
  },
  'switch-to': async (context, uuid) => {
    const next = context.callBy(uuid)
    const current = context.shownCall()
    if (!next) return
    if (current && current.state === 'answered' && !current.isHeld) await current.hold()
    context.set({ selectedUuid: uuid, sentDigits: '', pane: null })
    if (next.isHeld) await next.unhold()
  },
  'send-digits': async (context, text) => {
    const digits = text.toUpperCase().replace(/[^0-9A-D*#,]/g, '')
    if (digits === '') return
    context.set({ sentDigits: (context.get().sentDigits + digits).slice(-24) })
    await context.shownCall()?.sendDtmf(digits)
  },
  'open-contact': (context, uuid) => {
    const contact = context.callBy(uuid)?.contact
    if (contact) context.options().onOpenContact?.(contact)
  },
}

async function answer(context: RequestContext, uuid: string): Promise<void> {
  const call = context.callBy(uuid)
  context.set({ selectedUuid: uuid, pane: null, result: null, error: null, sentDigits: '' })
  await call?.answer()
}

/** Puts the call that is being talked on on hold, and gives it back so that a failure can undo it. */
export async function holdOthers(context: RequestContext): Promise<ZorioCall | undefined> {
  const current = context.phone.calls.find((call) => call.state === 'answered' && !call.isHeld)
  await current?.hold()
  return current
}
