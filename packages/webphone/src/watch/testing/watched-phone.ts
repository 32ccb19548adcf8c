/** A registered phone on fakes with the watch in it, and devices that come and go. */
import { createFakeWorld } from '../../testing/fake-phone.ts'
import { fakeConfig } from '../../testing/fake-api.ts'
import { online } from '../../testing/scenes.ts'
import { startWatch } from '../start-watch.ts'
import type { SipConfigBody } from '@zorio/contract'
import type { AudioDevice } from '../../phone-api.ts'
import type { ConnectOptions } from '../../options.ts'
import type { MediaPort, MediaPortFact } from '../../media/media-port.ts'

export async function watched(options: Partial<ConnectOptions> = {}, config: Partial<SipConfigBody> = {}) {
  const world = createFakeWorld()
  world.api.config = { ...fakeConfig, ...config }
  const devices = createDevices(world.media)
  const ports = { ...world.ports, loadWatch: () => Promise.resolve(startWatch) }
  const scene = await online(options, { ...world, ports })
  const all = (name: string) => scene.events.filter(([one]) => one === name).map(([, payload]) => payload)
  return { ...scene, all, devices }
}

function createDevices(media: MediaPort) {
  const taken: string[] = []
  let list: AudioDevice[] = []
  let report: (fact: MediaPortFact) => void = () => {}
  let failure: Error | undefined
  const set = (kind: string) => (deviceId: string) => {
    taken.push(`${kind} ${deviceId}`)
    return failure ? Promise.reject(failure) : Promise.resolve()
  }
  Object.assign(media, {
    prepare: (tell: typeof report) => ((report = tell), Promise.resolve()),
    listDevices: () => Promise.resolve(list),
    setInput: set('in'),
    setOutput: set('out'),
  })
  return {
    taken,
    refuse: () => (failure = new Error('denied')),
    plug(...ids: string[]) {
      list = ids.map((id) => {
        const [kind, deviceId = ''] = id.split(' ')
        return { kind: kind === 'in' ? 'audioinput' : 'audiooutput', deviceId, label: deviceId }
      })
    },
    changed: () => report({ type: 'devices-changed' }),
  }
}
