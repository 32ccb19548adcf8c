/** What a test phone touches in place of the outside world. */
import { ZorioWebphoneError } from '../index.ts'
import { createFakeApi, fakeConfig } from '../testing/fake-api.ts'
import { createFakeRandom } from '../testing/fake-random.ts'
import type { Clock } from '../base/clock.ts'
import type { MediaPort } from '../media/media-port.ts'
import type { PhoneSettings } from '../read-options.ts'
import type { SocketPort } from '../signaling/socket-port.ts'
import type { ConnectedPorts, StartingPorts } from '../ports.ts'

export interface TestPortParts {
  readonly clock: Clock
  readonly sockets: SocketPort
  readonly media: MediaPort | Promise<MediaPort>
  readonly account: { readonly extension: string; readonly displayName: string; readonly domain: string }
  /** Number -> name. */
  readonly contacts: ReadonlyMap<string, string>
}

export function createTestPorts(parts: TestPortParts, { mount, ...settings }: PhoneSettings): StartingPorts {
  const random = createFakeRandom(42)
  let ids = 0
  return {
    api: createTestApi(parts),
    clock: parts.clock,
    connected: connectedPorts(parts),
    socket: parts.sockets,
    log: console,
    random,
    uuid: () => `00000000-0000-4000-8000-${String((ids += 1)).padStart(12, '0')}`,
    mountUi: mount === undefined ? undefined : mountInto(mount, settings),
  }
}

async function connectedPorts({ media }: TestPortParts): Promise<ConnectedPorts> {
  // The page of a test goes nowhere.
  return { media: await media, page: () => () => undefined }
}

function createTestApi({ account, contacts }: TestPortParts) {
  const api = createFakeApi()
  api.config = {
    ...fakeConfig,
    extension: account.extension,
    display_name: account.displayName,
    domain: account.domain,
    wss_urls: [`wss://${account.domain}/ws`],
    ice_servers: [],
  }
  api.lookup = (number) => {
    const index = [...contacts.keys()].indexOf(number)
    const name = contacts.get(number)
    return Promise.resolve(name === undefined ? null : { id: index + 1, full_name: name, phones: [number] })
  }
  return api
}

function mountInto(
  mount: string | Element,
  { layout, theme, locale }: Omit<PhoneSettings, 'mount'>,
): StartingPorts['mountUi'] {
  const target = typeof mount === 'string' ? document.querySelector(mount) : mount
  if (!target) throw new ZorioWebphoneError('mount_failed', 'The mount element does not exist.')
  return async (phone) => {
    const { mountPhone } = await import('../ui/index.ts')
    const mounted = mountPhone(phone, target, {
      ...(layout ? { layout } : {}),
      ...(theme ? { theme } : {}),
      ...(locale ? { locale } : {}),
    })
    return () => mounted.unmount()
  }
}
