/** The line of a phone and its outside world: a chunk of their own, on its way while `connect()` asks the back end. */
import { dueTimers } from './base/browser-clock.ts'
import { browserPageSignals } from './base/page-signals.ts'
import { createBrowserMedia } from './media/browser-media.ts'
import { createInstanceId } from './tabs/instance-id.ts'
import { createAgentRunner } from './line/agent-runner.ts'
import { createLineRunner } from './line/line-runner.ts'
import type { ConnectedPorts, Runners } from './ports.ts'
import type { PhoneSettings } from './read-options.ts'
import type { TabStorage } from './tabs/tab-port.ts'
import { workersFrom } from './worker/start-worker.ts'
import { timeWhileHidden } from './worker/time-while-hidden.ts'

export const runners: Runners = { createLine: createLineRunner, runAgent: createAgentRunner }

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
    page: timeWhileHidden(instance.watch(browserPageSignals), {
      isHidden: () => document.hidden,
      startAlarm: async () => {
        const { startPageAlarm } = await import('./worker/page-alarm.ts')
        return startPageAlarm(dueTimers, workersFrom(settings.dtmfWorkerUrl))
      },
    }),
    instanceId: instance.take,
  }
}
