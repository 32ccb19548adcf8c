import { markSeen } from '../call-log.ts'
import { normaliseDialText } from '../dial-text.ts'
import type { RequestContext, RequestTable } from './request-map.ts'

export const shellRequests: RequestTable<
  | 'set-tab'
  | 'open-pane'
  | 'close-pane'
  | 'toggle-status'
  | 'set-minimised'
  | 'switch-side'
  | 'transfer-text'
  | 'dismiss-result'
  | 'clear-log'
  | 'connect'
  | 'unlock-audio'
  | 'dismiss-banner'
  | 'use-here'
> = {
  'set-tab': (context, tab) => {
    const { log } = context.get()
    context.keep('microphone', null)
    context.set({
      tab,
      pane: null,
      result: null,
      microphoneLevel: null,
      log: tab === 'recents' ? markSeen(log) : log,
    })
    return tab === 'settings' ? loadDevices(context) : undefined
  },
  'open-pane': (context, pane) => {
    context.set({ pane, transferText: '', sentDigits: '' })
    return pane === 'audio' ? loadDevices(context) : undefined
  },
  'close-pane': ({ set, keep }) => {
    keep('microphone', null)
    set({ pane: null, microphoneLevel: null })
  },
  'toggle-status': ({ get, set }) => set({ isStatusOpen: !get().isStatusOpen }),
  'set-minimised': ({ set }, isMinimised) => set({ isMinimised }),
  'switch-side': ({ browser, get, set }) => {
    const side = get().side === 'end' ? 'start' : 'end'
    browser.writeSide(side)
    set({ side })
  },
  // Typed: must not wait for a chunk.
  'transfer-text': ({ set }, text) => set({ transferText: normaliseDialText(text) }),
  'dismiss-result': ({ set }) => set({ result: null }),
  'clear-log': ({ set }) => set({ log: [] }),
  connect: async ({ phone, set }) => {
    set({ error: null })
    await phone.register()
  },
  'unlock-audio': ({ phone }) => phone.unlockAudio(),
  'dismiss-banner': ({ set }, id) => {
    if (id === 'error') set({ error: null })
    if (id === 'duty') set({ isDutyDone: true })
    if (id === 'consult-result') set({ result: null })
  },
  'use-here': ({ options }) => options().onUseHere?.(),
}

async function loadDevices({ phone, browser, set }: RequestContext): Promise<void> {
  set({ devices: await phone.listDevices(), notification: browser.notificationState() })
}
