/** Hang-up and microphone keys of headset, keyboard and system (Media Session; Chromium). */
import type { Send } from '../requests/request-map.ts'
import type { CallPanelView } from '../view/call-view.ts'

export interface MediaKeys {
  update(call: CallPanelView | null): void
}

type Session = Omit<MediaSession, 'setActionHandler'> & {
  setActionHandler(action: string, handler: (() => void) | null): void
  setMicrophoneActive?: (isActive: boolean) => Promise<void>
}

export function createMediaKeys(send: Send): MediaKeys {
  const session: Session | undefined = navigator.mediaSession
  let current: string | null = null
  let isMuted: boolean | null = null
  const handle = (action: string, run: (() => void) | null): void => {
    try {
      session?.setActionHandler(action, run)
    } catch {
      // A browser that does not know the action throws TypeError.
    }
  }
  return {
    update: (call) => {
      const uuid = call?.uuid ?? null
      if (uuid !== current) {
        current = uuid
        handle('hangup', uuid ? () => send('hangup', uuid) : null)
        handle('togglemicrophone', uuid ? () => send('toggle-mute', uuid) : null)
      }
      if (call && call.isMuted !== isMuted) {
        isMuted = call.isMuted
        session?.setMicrophoneActive?.(!isMuted)?.catch(() => undefined)
      }
    },
  }
}
