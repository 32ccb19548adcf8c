/** A BroadcastChannel that speaks `TabMessage`, and stays silent where the browser gives none. */
import { readMessage, version } from './tab-messages.ts'
import type { TabMessage } from './tab-messages.ts'

export type OpenChannel = (
  name: string,
) => Pick<BroadcastChannel, 'postMessage' | 'close' | 'addEventListener'>

export interface TabChannel {
  send(message: TabMessage): void
  close(): void
}

/** Undefined where storage is refused or partitioned away: each tab then shows itself only. */
export function openTabChannel(
  open: OpenChannel,
  name: string,
  onMessage: (message: TabMessage) => void,
): TabChannel | undefined {
  try {
    const channel = open(name)
    channel.addEventListener('message', ({ data }) => {
      const message = readMessage(data)
      if (message) onMessage(message)
    })
    return {
      send(message) {
        try {
          channel.postMessage({ ...message, version })
        } catch {
          // What cannot be cloned, or a channel that was closed meanwhile: the other side gives up by its own clock.
        }
      },
      close: () => channel.close(),
    }
  } catch {
    return undefined
  }
}
