/** The outside world of a phone that is connected: a chunk of its own, on its way while `connect()` asks the back end. */
import { browserPageSignals } from './base/page-signals.ts'
import { browserSockets } from './signaling/websocket.ts'
import { createBrowserMedia } from './media/browser-media.ts'
import { createInstanceId } from './tabs/instance-id.ts'
import { createLineRunner } from './line/line-runner.ts'
import type { ConnectedPorts } from './ports.ts'
import type { PhoneSettings } from './read-options.ts'
import type { TabStorage } from './tabs/tab-port.ts'

interface Given {
  readonly tabStorage: () => TabStorage
  readonly uuid: () => string
}

export function createConnectedPorts(settings: PhoneSettings, given: Given): ConnectedPorts {
  const instance = createInstanceId(given.tabStorage, given.uuid)
  return {
    createLine: createLineRunner,
    media: createBrowserMedia({
      audioInput: settings.audioInput,
      inputDeviceId: settings.audioInputDeviceId,
      outputDeviceId: settings.audioOutputDeviceId,
      ringtoneUrl: settings.ringtoneUrl,
      dtmfWorkerUrl: settings.dtmfWorkerUrl,
    }),
    page: instance.watch(browserPageSignals),
    instanceId: instance.take,
    socket: browserSockets,
  }
}
