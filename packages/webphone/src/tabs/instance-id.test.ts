import { describe, expect, it } from 'vitest'
import { createInstanceId } from './instance-id.ts'
import type { PageSignal } from '../base/page-signals-port.ts'

function createTab(kept = new Map<string, string>()) {
  let ids = 0
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  }
  const uuid = () => `00000000-0000-4000-8000-${String((ids += 1) + kept.size * 100).padStart(12, '0')}`
  const open = () => {
    const instance = createInstanceId(() => storage, uuid)
    const heard: PageSignal[] = []
    let tell: (signal: PageSignal) => void = () => {}
    const page = instance.watch((listener) => {
      tell = listener
      return () => (tell = () => {})
    })
    const leave = page((signal) => void heard.push(signal))
    return { id: instance.take('1001'), heard, leave, signal: (one: PageSignal) => tell(one) }
  }
  return { kept, open }
}

describe('instance id', () => {
  it('is the same after a reload, and after disconnect() and a new connect()', () => {
    const tab = createTab()
    const first = tab.open()
    first.signal('pagehide')
    const second = tab.open()
    second.leave()
    expect([second.id, tab.open().id]).toEqual([first.id, first.id])
    expect(first.heard).toEqual(['pagehide'])
  })

  it('is another one in a duplicated tab, also after a way through the back-forward cache', () => {
    const tab = createTab()
    const first = tab.open()
    expect(createTab(new Map(tab.kept)).kept.size).toBe(0)
    first.signal('pagehide')
    first.signal('pageshow')
    expect(tab.kept.size).toBe(0)
    expect(tab.open().id).not.toBe(first.id)
  })

  it('takes no other text out of the storage', () => {
    const tab = createTab(new Map([['zorio-webphone.instance.1001', 'x>\r\nEvil: 1']]))
    expect(tab.open().id).toMatch(/^[0-9a-f-]{36}$/)
  })

  it('works where storage throws', () => {
    const refuse = () => {
      throw new DOMException('denied', 'SecurityError')
    }
    const instance = createInstanceId(refuse, () => 'a-fresh-one')
    const leave = instance.watch(() => () => {})(() => {})
    expect(instance.take('1001')).toBe('a-fresh-one')
    expect(leave).not.toThrow()
  })
})
