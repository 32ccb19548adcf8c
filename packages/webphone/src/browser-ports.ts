/** The real outside world. Only this file and `connected-ports.ts` name adapters. */
import { browserClock } from './base/browser-clock.ts'
import { createApiClient } from './api/api-client.ts'
import { within } from './base/within.ts'
import { browserSockets } from './signaling/websocket.ts'
import { createEarlySockets } from './signaling/early-socket.ts'
import { ZorioWebphoneError } from './errors.ts'
import type { ConnectedPorts, PhonePorts, StartingPorts } from './ports.ts'
import type { PhoneSettings } from './read-options.ts'
import type { TabStorage } from './tabs/tab-port.ts'

export function createBrowserPorts(settings: PhoneSettings): StartingPorts {
  const { base, token, tokenResolver, mount } = settings
  const target = mount === undefined ? undefined : findMount(mount)
  const tabStorage = () => sessionStorage
  return {
    api: createApiClient({ base, token, tokenResolver, fetch: (...args) => fetch(...args) }),
    clock: browserClock,
    connected: connectedPorts(settings, tabStorage),
    socket: createEarlySockets({
      sockets: browserSockets,
      clock: browserClock,
      storage: () => localStorage,
      base: base.href,
      hint: settings.socketUrl,
    }),
    log: console,
    random: secureRandom,
    uuid: secureUuid,
    tabStorage,
    loadWatch: async () => (await import('./watch/start-watch.ts')).startWatch,
    leadTabs: settings.tabs === 'shared' ? () => leadTabsOf(base.origin) : undefined,
    mountUi: target && mountInto(target, settings),
  }
}

const loadMs = 15_000

/** No page needs the line, WebRTC and devices before a phone connects. */
export function loadConnected() {
  const failed = (cause?: unknown) =>
    new ZorioWebphoneError('bootstrap_failed', 'A part of the phone could not be loaded.', { cause })
  const chunk = import('./connected-ports.ts').catch((cause: unknown) => {
    throw failed(cause)
  })
  return within(loadMs, chunk, () => {
    throw failed()
  })
}

async function connectedPorts(
  settings: PhoneSettings,
  tabStorage: () => TabStorage,
): Promise<ConnectedPorts> {
  const { createConnectedPorts } = await loadConnected()
  return createConnectedPorts(settings, { tabStorage, uuid: secureUuid })
}

async function leadTabsOf(origin: string) {
  const { createShareTabs } = await import('./tabs/share-tabs.ts')
  return createShareTabs({
    locks: () => navigator.locks,
    open: (name) => new BroadcastChannel(name),
    origin,
  })
}

function findMount(mount: string | Element): Element {
  let found: Element | null
  try {
    found = typeof mount === 'string' ? document.querySelector(mount) : mount
  } catch (cause) {
    throw new ZorioWebphoneError('mount_failed', 'The mount selector is not valid.', { cause })
  }
  // An element of another realm (iframe) is no instance of ours: the node type tells.
  if (found?.nodeType !== 1) throw new ZorioWebphoneError('mount_failed', 'The mount element does not exist.')
  return found
}

function mountInto(target: Element, { layout, theme, locale }: PhoneSettings): PhonePorts['mountUi'] {
  return async (phone) => {
    const { mountPhone } = await import('./ui/index.ts')
    const mounted = mountPhone(phone, target, {
      ...(layout ? { layout } : {}),
      ...(theme ? { theme } : {}),
      ...(locale ? { locale } : {}),
    })
    return () => mounted.unmount()
  }
}

function secureRandom(): number {
  return (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) / 2 ** 32
}

/** `crypto.randomUUID` exists in secure contexts only; so does the microphone, but the phone may fail more politely. */
function secureUuid(): string {
  return 'xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx'.replace(/[xy]/g, (place) => {
    const digit = Math.floor(secureRandom() * 16)
    return (place === 'x' ? digit : 8 + (digit % 4)).toString(16)
  })
}
