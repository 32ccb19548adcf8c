/** The real outside world. The only file that names adapters. */
import { browserClock } from './base/browser-clock.ts'
import { browserPageSignals } from './base/page-signals.ts'
import { browserSockets } from './signaling/websocket.ts'
import { createApiClient } from './api/api-client.ts'
import { within } from './base/within.ts'
import { createEarlySockets } from './signaling/early-socket.ts'
import { createInstanceId } from './tabs/instance-id.ts'
import { ZorioWebphoneError } from './errors.ts'
import type { MediaPort } from './media/media-port.ts'
import type { PhonePorts, StartingPorts } from './ports.ts'
import type { PhoneSettings } from './read-options.ts'

export function createBrowserPorts(settings: PhoneSettings): StartingPorts {
  const { base, token, tokenResolver, mount } = settings
  const target = mount === undefined ? undefined : findMount(mount)
  const tabStorage = () => sessionStorage
  const instance = createInstanceId(tabStorage, secureUuid)
  return {
    api: createApiClient({ base, token, tokenResolver, fetch: (...args) => fetch(...args) }),
    clock: browserClock,
    media: loadMedia(settings),
    page: instance.watch(browserPageSignals),
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
    instanceId: instance.take,
    tabStorage,
    loadWatch: async () => (await import('./watch/start-watch.ts')).startWatch,
    leadTabs: settings.tabs === 'shared' ? () => leadTabsOf(base.origin) : undefined,
    mountUi: target && mountInto(target, settings),
  }
}

const mediaLoadMs = 15_000

/** WebRTC and devices: no page needs them before a phone connects, so they are a chunk of their own. */
async function loadMedia(settings: PhoneSettings): Promise<MediaPort> {
  const failed = (cause?: unknown) =>
    new ZorioWebphoneError('bootstrap_failed', 'The audio part of the phone could not be loaded.', { cause })
  const chunk = import('./media/browser-media.ts').catch((cause: unknown) => {
    throw failed(cause)
  })
  const { createBrowserMedia } = await within(mediaLoadMs, chunk, () => {
    throw failed()
  })
  return createBrowserMedia({
    audioInput: settings.audioInput,
    inputDeviceId: settings.audioInputDeviceId,
    outputDeviceId: settings.audioOutputDeviceId,
    ringtoneUrl: settings.ringtoneUrl,
    dtmfWorkerUrl: settings.dtmfWorkerUrl,
  })
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
