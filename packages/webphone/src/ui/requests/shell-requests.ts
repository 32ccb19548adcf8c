import { markSeen } from '../call-log.ts'
import { normaliseDialText } from '../dial-text.ts'
import type { RequestContext, RequestTable } from './request-map.ts'

/** What ends with the screen. */
const quiet = { microphoneLevel: null, recording: null, copied: '' } as const

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
  | 'toggle-entry'
> = {
  'set-tab': (context, tab) => {
    const { log, notices } = context.get()
    context.keep('microphone', null)
    context.set({
      ...quiet,
      tab,
      pane: null,
      result: null,
      openEntry: '',
      notices: notices.filter(({ action }) => action !== tab),
      log: tab === 'recents' ? markSeen(log) : log,
    })
    return tab === 'settings' ? loadDevices(context) : undefined
  },
  'open-pane': (context, pane) => {
    context.set({ ...quiet, pane, transferText: '', sentDigits: '' })
    return pane === 'audio' ? loadDevices(context) : undefined
  },
  'close-pane': ({ set, keep }) => {
    keep('microphone', null)
    set({ ...quiet, pane: null })
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
  'dismiss-banner': ({ get, set }, id) => {
    if (id === 'error') set({ error: null })
    if (id === 'duty') set({ isDutyDone: true })
    if (id === 'consult-result') set({ result: null })
    set({ notices: get().notices.filter((notice) => notice.id !== id) })
  },
  'toggle-entry': ({ get, set }, uuid) =>
    set({ openEntry: get().openEntry === uuid ? '' : uuid, copied: '' }),
  'use-here': ({ options }) => options().onUseHere?.(),
}

async function loadDevices({ phone, browser, set }: RequestContext): Promise<void> {
  set({ devices: await phone.listDevices(), notification: browser.notificationState() })
}
