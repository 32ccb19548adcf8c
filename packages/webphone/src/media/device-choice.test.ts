import { describe, expect, it } from 'vitest'
import { chooseDevice, rememberChoice } from './device-choice.ts'

const input = (deviceId: string) => ({ kind: 'audioinput' as const, deviceId, label: deviceId })
const output = (deviceId: string) => ({ kind: 'audiooutput' as const, deviceId, label: deviceId })
const devices = [output('speaker'), input('default'), input('usb'), input('built-in')]

describe('chooseDevice', () => {
  it.each([
    ['stays', 'usb', ['built-in'], 'usb'],
    ['newest of the history that is there', 'gone', ['gone', 'also-gone', 'built-in', 'usb'], 'built-in'],
    ['system default', 'gone', [], 'default'],
    ['system default at first', undefined, [], 'default'],
    ['never one of the other kind', 'speaker', ['speaker'], 'default'],
  ])('%s', (_, current, history, expected) => {
    const known = current === undefined ? {} : { current }
    expect(chooseDevice({ kind: 'audioinput', devices, history, ...known })).toBe(expected)
  })

  it('the first where the browser lists no default, none where there is none', () => {
    expect(chooseDevice({ kind: 'audiooutput', devices, history: [] })).toBe('speaker')
    expect(chooseDevice({ kind: 'audioinput', devices: [], history: ['usb'] })).toBeUndefined()
  })
})

describe('rememberChoice', () => {
  it('puts the newest first, each once, five at most', () => {
    expect(rememberChoice(['a', 'b', 'c'], 'b')).toEqual(['b', 'a', 'c'])
    expect(rememberChoice(['a', 'b', 'c', 'd', 'e'], 'f')).toEqual(['f', 'a', 'b', 'c', 'd'])
  })
})
