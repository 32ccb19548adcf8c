/** What a call does outside the panel: tab title, notification, badge, vibration, media keys, screen kept awake. */
import { fill, type Strings } from '../locales/strings.ts'
import type { Send } from '../requests/request-map.ts'
import type { ViewState } from '../view/view-state.ts'
import type { PhoneUiOptions } from '../ui-options.ts'
import { createFaviconBadge } from './favicon-badge.ts'
import { createMediaKeys } from './media-keys.ts'
import { notifyCall } from './notification.ts'
import { createTitleFlash } from './title-flash.ts'
import { createWakeLock } from './wake-lock.ts'

export interface Presence {
  update(view: ViewState, strings: Strings, options: PhoneUiOptions): void
  dispose(): void
}

export function createPresence(send: Send): Presence {
  const title = createTitleFlash(document)
  const keys = createMediaKeys(send)
  const wakeLock = createWakeLock()
  const icon = createFaviconBadge(document)
  let ringing: { readonly uuid: string; readonly stop: () => void } | null = null
  const stopRinging = (): void => {
    ringing?.stop()
    ringing = null
    title.stop()
  }
  const ring = (uuid: string, name: string, strings: Strings): void => {
    title.start(`${strings.titleRinging}: ${name}`)
    const close = notifyCall(uuid, fill(strings.sayIncoming, { name }), strings.notifyBody)
    if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.([400, 200, 400])
    ringing = {
      uuid,
      stop: () => {
        close()
        if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.(0)
      },
    }
  }
  return {
    update: ({ incoming, call, missedCount }, strings, { faviconBadge }) => {
      if (ringing && (ringing.uuid !== incoming?.uuid || incoming.isSilenced)) stopRinging()
      if (incoming && !ringing && !incoming.isSilenced) ring(incoming.uuid, incoming.name, strings)
      keys.update(call)
      wakeLock.update(call !== null)
      icon.update(faviconBadge ? missedCount : 0)
      void (missedCount ? navigator.setAppBadge?.(missedCount) : navigator.clearAppBadge?.())?.catch(
        () => undefined,
      )
    },
    dispose: () => {
      stopRinging()
      keys.update(null)
      wakeLock.update(false)
      icon.update(0)
    },
  }
}
