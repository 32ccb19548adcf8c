import type { UiState } from '../ui-state.ts'

export function notificationState(): UiState['notification'] {
  return typeof Notification === 'undefined' ? 'unsupported' : Notification.permission
}

export async function askNotification(): Promise<UiState['notification']> {
  return typeof Notification === 'undefined' ? 'unsupported' : Notification.requestPermission()
}

/** Shown until the returned close. Android's Chrome throws: there only a service worker may notify. */
export function notifyCall(uuid: string, title: string, body: string): () => void {
  // Who looks at the page sees the call there.
  if (notificationState() !== 'granted' || document.hasFocus()) return () => {}
  try {
    const notification = new Notification(title, { body, tag: uuid, requireInteraction: true, silent: true })
    notification.addEventListener('click', () => {
      window.focus()
      notification.close()
    })
    return () => notification.close()
  } catch {
    return () => {}
  }
}
