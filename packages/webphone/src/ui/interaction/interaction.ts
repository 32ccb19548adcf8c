/** Keyboard, paste, focus and drag of the panel: what templates cannot say. Asks by requests only. */
import type { Send } from '../requests/request-map.ts'
import type { ViewState } from '../view/view-state.ts'
import type { Surface, WithView } from './surface.ts'
import { createFocusKeeper } from './focus-keeper.ts'
import { onPanelKey, onPanelPaste } from './keyboard.ts'
import { createNumberInputs } from './number-input.ts'

export interface Interaction {
  beforeRender(): void
  afterRender(): void
  dispose(): void
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
  const withBoth: WithView = (run) => {
    const [ask, shown] = [send(), view()]
    if (ask && shown) run(ask, shown)
  }
  // The names vouch for the types: lib.dom has no event map for shadow roots, and in the small window the classes are
  // those of another realm, so that `instanceof` would say no.
  const listen = (name: string, handler: (event: Event) => void): void =>
    root.addEventListener(name, handler, { signal })
  listen('keydown', (event) =>
    withBoth((ask, shown) => onPanelKey(event as KeyboardEvent, root, { send: ask, view: shown })),
  )
  listen('paste', (event) =>
    withBoth((ask, shown) => onPanelPaste(event as ClipboardEvent, { send: ask, view: shown })),
  )
  listen('input', inputs.onInput)
  void import('../later.ts').then(({ createDrag, listenForShortcuts }) => {
    listenForShortcuts(surface, withBoth, signal)
    createDrag(surface, root, signal)
  })
  return {
    beforeRender: focus.beforeRender,
    afterRender: () => {
      inputs.afterRender()
      focus.afterRender()
    },
    dispose: () => end.abort(),
  }
}
