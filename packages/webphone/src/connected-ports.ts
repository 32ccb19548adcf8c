/** The line of a phone and its outside world: a chunk of their own, on its way while `connect()` asks the back end. */
import { browserPageSignals } from './base/page-signals.ts'
import { createBrowserMedia } from './media/browser-media.ts'
import { createInstanceId } from './tabs/instance-id.ts'
import type { ConnectedPorts } from './ports.ts'
import type { PhoneSettings } from './read-options.ts'
import type { TabStorage } from './tabs/tab-port.ts'

export { createLineRunner } from './line/line-runner.ts'

interface Given {
  readonly tabStorage: () => TabStorage
  readonly uuid: () => string
}

export function createConnectedPorts(settings: PhoneSettings, given: Given): ConnectedPorts {
  const instance = createInstanceId(given.tabStorage, given.uuid)
  return {
    media: createBrowserMedia({
      audioInput: settings.audioInput,
      inputDeviceId: settings.audioInputDeviceId,
      outputDeviceId: settings.audioOutputDeviceId,
      ringtoneUrl: settings.ringtoneUrl,
      dtmfWorkerUrl: settings.dtmfWorkerUrl,
    }),
    page: instance.watch(browserPageSignals),
    instanceId: instance.take,
  }
}
