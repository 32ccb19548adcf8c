import type { Send } from '../requests/request-map.ts'
import type { ViewState } from '../view/view-state.ts'

interface Target {
  readonly send: Send
  readonly view: ViewState
}

const isField = (target: EventTarget | null): boolean =>
  target instanceof HTMLInputElement ||
  target instanceof HTMLSelectElement ||
  target instanceof HTMLTextAreaElement

/** Esc closes what is open and never ends a call. Digits go to the number or to the far end, wherever the focus is. */
export function onPanelKey(event: KeyboardEvent, root: ShadowRoot, target: Target): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return
  const isHandled =
    onEscape(event, target) ||
    onArrow(event, root, target) ||
    onEnter(event, target) ||
    onTyped(event, target)
  if (isHandled) event.preventDefault()
}

function onEscape(event: KeyboardEvent, { send, view }: Target): boolean {
  if (event.key !== 'Escape') return false
  if (view.isStatusOpen) send('toggle-status')
  else if (view.dial.suggestions.length > 0) send('dial-text', '')
  else if (view.hasBack) send('close-pane')
  else if (view.screen === 'result') send('dismiss-result')
  else return false
  return true
}

const steps: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -3, ArrowDown: 3 }

function onArrow(event: KeyboardEvent, root: ShadowRoot, { send, view }: Target): boolean {
  const step = steps[event.key]
  const { target } = event
  if (step === undefined || !(target instanceof HTMLElement)) return false
  if (target.dataset['number'] === 'dial-text' && Math.abs(step) === 3 && view.dial.suggestions.length > 0) {
    send('move-suggestion', step > 0 ? 1 : -1)
    return true
  }
  if (!target.matches('.key')) return false
  moveInPad([...root.querySelectorAll<HTMLElement>('.key')], target, step)
  return true
}

/** Roving focus: one Tab stop for the twelve keys. */
function moveInPad(keys: readonly HTMLElement[], from: HTMLElement, step: number): void {
  const next = keys[keys.indexOf(from) + step]
  if (!next) return
  from.tabIndex = -1
  next.tabIndex = 0
  next.focus()
}

function onEnter(event: KeyboardEvent, { send, view }: Target): boolean {
  const isInNumber =
    event.target instanceof HTMLInputElement && event.target.dataset['number'] === 'dial-text'
  if (event.key !== 'Enter' || event.isComposing || !isInNumber || !view.dial.canCall) return false
  send('dial-call')
  return true
}

function onTyped(event: KeyboardEvent, { send, view }: Target): boolean {
  if (isField(event.target)) return false
  if (event.key === '?') {
    send('open-pane', 'shortcuts')
    return true
  }
  const isDigit = /^[0-9*#+]$/.test(event.key)
  if (view.screen === 'call' || view.screen === 'keypad') {
    if (!isDigit || event.key === '+' || !view.call?.canSendDigits) return false
    send('send-digits', event.key)
    return true
  }
  if (view.screen !== 'dial' && view.screen !== 'result') return false
  if (isDigit) send('dial-key', event.key)
  else if (event.key === 'Backspace' && view.screen === 'dial') send('dial-erase')
  else return false
  return true
}

/** Pasted anywhere in the phone; in the number box the browser does it. */
export function onPanelPaste(event: ClipboardEvent, { send, view }: Target): void {
  const text = event.clipboardData?.getData('text/plain') ?? ''
  if (isField(event.target) || text === '') return
  if ((view.screen === 'call' || view.screen === 'keypad') && view.call?.canSendDigits) {
    // A comma between groups is a pause for the far end.
    send('send-digits', text.trim().replace(/[\s;]+/g, ','))
  } else if (view.screen === 'dial' || view.screen === 'result') send('dial-text', text)
  else return
  event.preventDefault()
}
