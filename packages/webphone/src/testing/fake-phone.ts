/** A whole phone on fakes: virtual time, fake socket with a far end behind it, fake media, fake back end, fake page. */
import { createFakeApi } from './fake-api.ts'
import { createFakeClock } from './fake-clock.ts'
import { createFakeMedia } from './fake-media.ts'
import { createFakePbx } from './fake-pbx.ts'
import { createFakeRandom } from './fake-random.ts'
import { createFakeSockets } from './fake-socket.ts'
import { eventNames, isEventName } from '../events.ts'
import { ZorioWebphone } from '../phone.ts'
import type { ConnectOptions } from '../options.ts'
import type { PageSignal } from '../base/page-signals-port.ts'
import type { PhonePorts, Runners } from '../ports.ts'

export function createFakeWorld() {
  const clock = createFakeClock()
  const sockets = createFakeSockets()
  const pbx = createFakePbx(sockets, clock)
  const media = createFakeMedia()
  const api = createFakeApi()
  const logged: unknown[][] = []
  const listeners = new Set<(signal: PageSignal) => void>()
  let ids = 0
  const ports: Omit<PhonePorts, keyof Runners> = {
    api,
    clock,
    media,
    socket: sockets,
    page: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    log: { debug: (...args) => logged.push(args), error: (...args) => logged.push(args) },
    random: createFakeRandom(42),
    uuid: () => `00000000-0000-4000-8000-${String((ids += 1)).padStart(12, '0')}`,
  }
  return {
    clock,
    sockets,
    pbx,
    media,
    api,
    logged,
    ports,
    pageListeners: listeners,
    signal: (signal: PageSignal) => [...listeners].forEach((one) => one(signal)),
  }
}

export type FakeWorld = ReturnType<typeof createFakeWorld>

export async function connectFakePhone(world: FakeWorld, options: Partial<ConnectOptions> = {}) {
  const phone = await ZorioWebphone.connectWith(
    { apiBase: 'https://crm.example', token: 'canary-token', ...options },
    () => ({ ...world.ports, connected: world.ports }),
  )
  const events: (readonly [string, unknown])[] = []
  // Beyond the specification's 12.
  const own = eventNames.slice(12)
  for (const name of eventNames)
    if (isEventName(name)) phone.on(name, (payload: unknown) => void events.push([name, payload]))
  return {
    phone,
    events,
    /** Names of the specification's events, in order. */
    names: () => events.map(([name]) => name).filter((name) => !own.includes(name)),
    last: (name: string) => [...events].reverse().find(([one]) => one === name)?.[1],
  }
}
