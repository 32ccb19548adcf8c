import { describe, expect, it, vi } from 'vitest'
import { createFakeLocks } from './testing/fake-tabs.ts'
import { createLeadTabs } from './lead-tabs.ts'

const soon = () => new Promise((resolve) => setTimeout(resolve, 0))

describe('leading tabs', () => {
  it('one leads; the next one in line takes over, a tab that left before its turn does not', async () => {
    const locks = createFakeLocks()
    const tabs = createLeadTabs(() => locks, 'https://crm.example')
    const led: string[] = []
    const [first, second] = ['a', 'b', 'c'].map((name) => tabs('1001', () => led.push(name)))
    await soon()
    expect(led).toEqual(['a'])
    second?.()
    first?.()
    await soon()
    expect(led).toEqual(['a', 'c'])
  })

  it.each([
    ['no locks', () => undefined],
    [
      'locks that throw',
      () => {
        throw new DOMException('denied', 'SecurityError')
      },
    ],
    ['locks that reject', () => ({ request: () => Promise.reject(new Error('no')) })],
  ])('%s: each tab is a phone of its own', async (_, locks) => {
    const onLead = vi.fn()
    createLeadTabs(locks, 'https://crm.example')('1001', onLead)
    await soon()
    expect(onLead).toHaveBeenCalledTimes(1)
  })
})
