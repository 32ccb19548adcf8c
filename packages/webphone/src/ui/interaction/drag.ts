/** The overlay is moved by its header; the button "Move to other side" does it without dragging (WCAG 2.5.7). */
import type { Surface } from './surface.ts'

interface Drag {
  readonly startX: number
  readonly startY: number
  readonly pointerId: number
}

export function createDrag(surface: Surface, root: ShadowRoot, signal: AbortSignal): void {
  let drag: Drag | null = null
  let [x, y] = [0, 0]
  const move = (event: PointerEvent): void => {
    if (!drag || event.pointerId !== drag.pointerId) return
    const bounds = surface.getBoundingClientRect()
    const next = within(bounds, event.clientX - drag.startX - x, event.clientY - drag.startY - y)
    x += next.dx
    y += next.dy
    place()
  }
  // By custom properties, the only ones that the phone's shield against page styles lets through.
  const place = (): void => {
    surface.style.setProperty('--_x', `${x}px`)
    surface.style.setProperty('--_y', `${y}px`)
  }
  const listen = (name: string, handler: (event: PointerEvent) => void): void =>
    root.addEventListener(name, handler as EventListener, { signal })
  listen('pointerdown', (event) => {
    const { target } = event
    if (surface.settings().layout !== 'overlay' || !(target instanceof Element)) return
    const header = target.closest('.header')
    if (!header || target.closest('button, .status-detail')) return
    drag = { startX: event.clientX - x, startY: event.clientY - y, pointerId: event.pointerId }
    header.setPointerCapture(event.pointerId)
  })
  listen('pointermove', move)
  listen('pointerup', () => (drag = null))
  listen('pointercancel', () => (drag = null))
  listen('click', (event) => {
    if (event.target instanceof Element && event.target.closest('[part=move]')) {
      ;[x, y] = [0, 0]
      place()
    }
  })
}

/** The part of a step that keeps the box inside the window. */
function within(bounds: DOMRect, dx: number, dy: number): { readonly dx: number; readonly dy: number } {
  return {
    dx: Math.min(Math.max(dx, -bounds.left), innerWidth - bounds.right),
    dy: Math.min(Math.max(dy, -bounds.top), innerHeight - bounds.bottom),
  }
}
