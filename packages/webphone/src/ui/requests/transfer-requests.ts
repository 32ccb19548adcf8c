import type { RequestContext, RequestTable, TransferRequestName } from './request-map.ts'

export const transferRequests: RequestTable<TransferRequestName> = {
  'transfer-now': async (context) => {
    const call = context.shownCall()
    const target = context.get().transferText
    if (!call || target === '') return
    context.set({ pane: null, transferText: '' })
    await call.transfer(target)
  },
  'transfer-ask': (context) => askFirst(context),
  'transfer-complete': async (context) => {
    const { consult } = context.get()
    const from = context.callBy(consult?.fromUuid)
    const to = context.callBy(consult?.toUuid)
    if (from && to) await from.transferTo(to)
  },
  'transfer-cancel': async (context) => {
    const { consult } = context.get()
    context.set({ consult: null, selectedUuid: consult?.fromUuid ?? null })
    await context.callBy(consult?.toUuid)?.hangup()
    await context.callBy(consult?.fromUuid)?.unhold()
  },
}

/** The caller waits on hold while the agent asks; every failure brings the caller back. */
async function askFirst(context: RequestContext): Promise<void> {
  const from = context.shownCall()
  const target = context.get().transferText
  if (!from || target === '') return
  if (!from.isHeld) await from.hold()
  try {
    const to = await context.phone.call(target)
    context.set({
      pane: null,
      transferText: '',
      selectedUuid: to.uuid,
      consult: { fromUuid: from.uuid, toUuid: to.uuid },
    })
  } catch (error) {
    await from.unhold()
    throw error
  }
}
