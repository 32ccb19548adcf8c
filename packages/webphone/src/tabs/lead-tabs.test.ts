import { describe, expect, it, vi } from 'vitest'
import { createLeadTabs } from './lead-tabs.ts'
import { createFakeWorld, connectFakePhone } from '../testing/fake-phone.ts'
import type { TabLocks } from './lead-tabs.ts'

type Hold = (lock: Lock | null) => Promise<unknown>

/** Web Locks of one origin, as far as exclusive locks go. */
function createLocks(): TabLocks {
  const last = new Map<string, Promise<unknown>>()
  const request = (name: string, { signal }: LockOptions, hold: Hold) => {
    const turn = (last.get(name) ?? Promise.resolve()).then(() => {
      if (signal?.aborted) throw new DOMException('aborted', 'AbortError')
      return hold(null)
    })
    last.set(
      name,
      turn.catch(() => {}),
    )
    return turn
  }
  return { request } as unknown as TabLocks
}

const soon = () => new Promise((resolve) => setTimeout(resolve, 0))

describe('leading tabs', () => {
  it('one leads; the next one in line takes over, a tab that left before its turn does not', async () => {
    const locks = createLocks()
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

describe('phones that share', () => {
  it('the code for it cannot be fetched: it registers', async () => {
    const world = createFakeWorld()
    const leadTabs = () => Promise.reject(new Error('no such file'))
    const fake = await connectFakePhone({ ...world, ports: { ...world.ports, leadTabs } })
    await world.clock.advance(100)
    expect(fake.phone.status).toBe('registered')
  })

  it('only the leading one registers; when it ends the other one does, within 5 s', async () => {
    const locks = createLocks()
    const leadTabs = () => Promise.resolve(createLeadTabs(() => locks, 'https://crm.example'))
    const open = async () => {
      const world = createFakeWorld()
      const fake = await connectFakePhone({ ...world, ports: { ...world.ports, leadTabs } })
      await soon()
      await world.clock.advance(100)
      return { ...fake, ...world }
    }
    const first = await open()
    const second = await open()
    expect([first.phone.status, second.phone.status]).toEqual(['registered', 'unregistered'])
    await expect(second.phone.call('1002')).rejects.toMatchObject({ code: 'not_registered' })
    await Promise.all([first.phone.disconnect(), first.clock.advance(3000)])
    await soon()
    await second.clock.advance(100)
    expect(second.phone.status).toBe('registered')
  })
})
