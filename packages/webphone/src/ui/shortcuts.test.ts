import { expect, it } from 'vitest'
import { combinationFrom, createThrottle, shortcutFor, shortcutMapFrom } from './shortcuts.ts'

const key = { code: 'KeyM', ctrlKey: true, shiftKey: true, altKey: false, metaKey: false }

it('is off unless asked for, and needs the modifiers', () => {
  expect(shortcutMapFrom(undefined)).toBeNull()
  expect(shortcutMapFrom(false)).toBeNull()
  const map = shortcutMapFrom(true)
  expect(map && shortcutFor(combinationFrom(key), map)).toBe('toggleMute')
  expect(map && shortcutFor(combinationFrom({ ...key, ctrlKey: false }), map)).toBeUndefined()
})

it('can be remapped one by one', () => {
  const map = shortcutMapFrom({ toggleMute: 'Alt+KeyQ' })
  expect(map?.toggleMute).toBe('Alt+KeyQ')
  expect(map?.answer).toBe('Ctrl+Shift+KeyA')
})

it('acts once in half a second', () => {
  const isAllowed = createThrottle()
  expect([0, 100, 499, 500, 900].map(isAllowed)).toEqual([true, false, false, true, false])
})
