/** Keyboard, paste, focus and drag of the panel: what templates cannot say. Asks by requests only. */
import type { Send } from '../requests/request-map.ts'
import {
  combinationFrom,
  createThrottle,
  requestForShortcut,
  shortcutFor,
  shortcutMapFrom,
} from '../shortcuts.ts'
import type { PhoneUiOptions } from '../ui-options.ts'
import type { ViewState } from '../view/view-state.ts'
import { createDrag } from './drag.ts'
import { createFocusKeeper } from './focus-keeper.ts'
import { onPanelKey, onPanelPaste } from './keyboard.ts'
import { createNumberInputs } from './number-input.ts'

export interface Interaction {
  beforeRender(): void
  afterRender(): void
  dispose(): void
}

/** The part of the element that is needed here. */
export interface Surface extends HTMLElement {
  readonly renderRoot: HTMLElement | DocumentFragment
  settings(): PhoneUiOptions
}

export function createInteraction(
  surface: Surface,
  send: () => Send | undefined,
  view: () => ViewState | null,
): Interaction {
  const root = surface.shadowRoot
  const end = new AbortController()
  const { signal } = end
  if (!root) return { beforeRender: () => {}, afterRender: () => {}, dispose: () => {} }
  const inputs = createNumberInputs(root, send)
  const focus = createFocusKeeper(root, view)
  const withBoth = (run: (send: Send, view: ViewState) => void): void => {
    const [ask, shown] = [send(), view()]
    if (ask && shown) run(ask, shown)
  }
  const listen = <E extends Event>(target: EventTarget, name: string, handler: (event: E) => void): void =>
    target.addEventListener(name, handler as EventListener, { signal })
  listen<KeyboardEvent>(root, 'keydown', (event) =>
    withBoth((ask, shown) => onPanelKey(event, root, { send: ask, view: shown })),
  )
  listen<ClipboardEvent>(root, 'paste', (event) =>
    withBoth((ask, shown) => onPanelPaste(event, { send: ask, view: shown })),
  )
  listen<InputEvent>(root, 'input', inputs.onInput)
  listenForShortcuts(surface, listen, withBoth)
  createDrag(surface, root, signal)
  return {
    beforeRender: focus.beforeRender,
    afterRender: () => {
      inputs.afterRender()
      focus.afterRender()
    },
    dispose: () => end.abort(),
  }
}

type Listen = <E extends Event>(target: EventTarget, name: string, handler: (event: E) => void) => void

function listenForShortcuts(
  surface: Surface,
  listen: Listen,
  withBoth: (run: (send: Send, view: ViewState) => void) => void,
): void {
  const isAllowed = createThrottle()
  listen<KeyboardEvent>(surface.ownerDocument, 'keydown', (event) => {
    const map = shortcutMapFrom(surface.settings().shortcuts)
    const name = map && shortcutFor(combinationFrom(event), map)
    if (!name || event.repeat) return
    event.preventDefault()
    if (isAllowed(event.timeStamp)) withBoth((send, view) => requestForShortcut(name, view, send))
  })
}
