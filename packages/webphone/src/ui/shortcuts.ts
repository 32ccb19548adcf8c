/** Global key combinations: opt-in, with modifiers (WCAG 2.1.4), remappable, and throttled so that a held key acts once. */
import type { Send } from './requests/request-map.ts'
import type { PhoneUiOptions, ShortcutMap, ShortcutName } from './ui-options.ts'
import type { ViewState } from './view/view-state.ts'

const defaults: ShortcutMap = {
  toggleMute: 'Ctrl+Shift+KeyM',
  toggleHold: 'Ctrl+Shift+KeyH',
  answer: 'Ctrl+Shift+KeyA',
  hangup: 'Ctrl+Shift+KeyE',
}

const throttleMs = 500

export function shortcutMapFrom(option: PhoneUiOptions['shortcuts']): ShortcutMap | null {
  if (!option) return null
  return option === true ? defaults : { ...defaults, ...option }
}

type KeyLike = Pick<KeyboardEvent, 'code' | 'ctrlKey' | 'shiftKey' | 'altKey' | 'metaKey'>

export function combinationFrom(event: KeyLike): string {
  const modifiers = [
    event.ctrlKey && 'Ctrl',
    event.altKey && 'Alt',
    event.shiftKey && 'Shift',
    event.metaKey && 'Meta',
  ]
  return [...modifiers, event.code].filter(Boolean).join('+')
}

/** Which request a combination means now, with the call that it is for. */
export function shortcutFor(combination: string, map: ShortcutMap): ShortcutName | undefined {
  return (Object.keys(map) as ShortcutName[]).find((name) => map[name] === combination)
}

/** Asks for what the combination means on this view; nothing when it means nothing now. */
export function requestForShortcut(name: ShortcutName, { incoming, call }: ViewState, send: Send): void {
  if (incoming && name === 'answer') send(incoming.isSecond ? 'answer-hold' : 'answer', incoming.uuid)
  else if (incoming && name === 'hangup') send('decline', incoming.uuid)
  else if (call && name === 'hangup') send('hangup', call.uuid)
  else if (call && name === 'toggleMute') send('toggle-mute', call.uuid)
  else if (call && name === 'toggleHold') send('toggle-hold', call.uuid)
}

/** True at most once in the throttle's time. Milliseconds of any clock. */
export function createThrottle(): (nowMs: number) => boolean {
  let last = -Infinity
  return (nowMs) => {
    const isAllowed = nowMs - last >= throttleMs
    if (isAllowed) last = nowMs
    return isAllowed
  }
}
