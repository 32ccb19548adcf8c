/** Locks and channels of one origin, and phones in its tabs, each in a world of its own. */
import { createFakeWorld } from '../../testing/fake-phone.ts'
import { createShareTabs } from '../share-tabs.ts'
import { connectFakePhone } from '../../testing/fake-phone.ts'
import type { OpenChannel } from '../tab-channel.ts'
import type { TabLocks } from '../lead-tabs.ts'

type Hold = (lock: Lock | null) => Promise<unknown>

/** Web Locks of one origin, as far as exclusive locks go. */
export function createFakeLocks(): TabLocks {
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

type Listener = (event: MessageEvent) => void

/** BroadcastChannels: each hears what the others say, later. */
export function createFakeChannels() {
  const open = new Set<{ readonly name: string; readonly listeners: Listener[] }>()
  const openChannel: OpenChannel = (name) => {
    const own = { name, listeners: [] as Listener[] }
    open.add(own)
    return {
      postMessage(data: unknown) {
        const copy: unknown = structuredClone(data)
        for (const one of open)
          if (one !== own && one.name === name)
            queueMicrotask(() => one.listeners.forEach((tell) => tell({ data: copy } as MessageEvent)))
      },
      close: () => void open.delete(own),
      addEventListener: (_: string, listener: unknown) => void own.listeners.push(listener as Listener),
    }
  }
  return { openChannel, openCount: () => open.size }
}

export const soon = () => new Promise((resolve) => setTimeout(resolve, 0))

/** Tabs of one origin; `crash` is a tab that is gone without a word, `hang` one that is there and says nothing. */
export function createTabs(openChannel = createFakeChannels().openChannel) {
  const request = createFakeLocks()
  const open = async () => {
    const world = createFakeWorld()
    const died = new AbortController()
    let isHung = false
    const locks: TabLocks = {
      request: ((name: string, options: LockOptions, hold: Hold) =>
        request.request(name, options, (lock) =>
          Promise.race([
            hold(lock),
            new Promise((resolve) => died.signal.addEventListener('abort', resolve)),
          ]),
        )) as TabLocks['request'],
    }
    const leadTabs = () =>
      Promise.resolve(
        createShareTabs({
          locks: () => locks,
          open: (name) => {
            const channel = openChannel(name)
            const { postMessage } = channel
            return Object.assign(channel, {
              postMessage: (data: unknown) =>
                void (isHung || died.signal.aborted || postMessage.call(channel, data)),
            })
          },
          origin: 'https://crm.example',
        }),
      )
    const fake = await connectFakePhone({ ...world, ports: { ...world.ports, leadTabs } })
    const settle = async (ms = 50) => {
      await soon()
      await world.clock.advance(ms)
      await soon()
    }
    await settle(100)
    return {
      ...fake,
      world,
      ...world,
      rest: () => fake.names().slice(2),
      settle,
      crash: () => died.abort(),
      hang: () => (isHung = true),
    }
  }
  return { open }
}

export type FakeTab = Awaited<ReturnType<ReturnType<typeof createTabs>['open']>>
