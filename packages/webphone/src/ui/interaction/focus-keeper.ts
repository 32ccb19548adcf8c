/**
 * The focus follows the screen only when the phone already had it: someone who types in the page is never interrupted.
 * When the focused control disappears with its screen, the new screen's first element takes over.
 */
import type { ViewState } from '../view/view-state.ts'

export interface FocusKeeper {
  beforeRender(): void
  afterRender(): void
}

export function createFocusKeeper(root: ShadowRoot, view: () => ViewState | null): FocusKeeper {
  let hadFocus = false
  let screen: ViewState['screen'] | undefined
  let opener: string | null = null
  return {
    beforeRender: () => {
      hadFocus = root.activeElement !== null
      const { activeElement } = root
      if (activeElement?.matches('.control, .bars')) opener = nameOf(activeElement)
    },
    afterRender: () => {
      const next = view()?.screen
      const isLost = hadFocus && root.activeElement === null
      const isMoved = next !== screen
      const wasPane = screen !== undefined && next === 'call' && screen !== 'call'
      screen = next
      if (!isLost && !(isMoved && hadFocus && !root.activeElement?.matches('.tabs *, input'))) return
      const back = wasPane
        ? [...root.querySelectorAll<HTMLElement>('.control, .bars')].find(
            (control) => nameOf(control) === opener,
          )
        : undefined
      const first =
        back ?? root.querySelector<HTMLElement>('[data-first]') ?? root.querySelector<HTMLElement>('button')
      first?.focus()
    },
  }
}

const nameOf = (element: Element): string => element.textContent.trim() || element.className
