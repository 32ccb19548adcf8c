import {
  combinationFrom,
  createThrottle,
  requestForShortcut,
  shortcutFor,
  shortcutMapFrom,
} from '../shortcuts.ts'
import type { Surface, WithView } from './surface.ts'

/** On the whole page, but only the combinations that the host has switched on. */
export function listenForShortcuts(surface: Surface, withView: WithView, signal: AbortSignal): void {
  const isAllowed = createThrottle()
  const onKey = (event: KeyboardEvent): void => {
    const map = shortcutMapFrom(surface.settings().shortcuts)
    const name = map && shortcutFor(combinationFrom(event), map)
    if (!name) return
    event.preventDefault()
    if (!event.repeat && isAllowed(event.timeStamp))
      withView((send, view) => requestForShortcut(name, view, send))
  }
  surface.ownerDocument.addEventListener('keydown', onKey, { signal })
}
