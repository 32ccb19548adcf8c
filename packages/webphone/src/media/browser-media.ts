/** The media port in a browser. Composition only: each part below does one thing. */
import { listDevices, watchDevices } from './devices.ts'
import { openSession, type LiveSession } from './open-session.ts'
import type { MediaPort } from './media-port.ts'
import { chooseInput } from './input-choice.ts'
import { loadDtmfReceiver } from './load-dtmf-receiver.ts'
import { createIceReach } from './ice-reach.ts'
import { createRingtone } from './ringtone.ts'
import { createSharedAudioContext } from './audio-context.ts'

export interface BrowserMediaOptions {
  readonly audioInput: 'microphone' | 'tone'
  readonly inputDeviceId?: string | undefined
  readonly outputDeviceId?: string | undefined
  readonly ringtoneUrl?: string | undefined
  /** Needed where the page's CSP forbids blob workers. */
  readonly dtmfWorkerUrl?: string | undefined
  readonly log?: (message: string, details?: Record<string, unknown>) => void
}

export function createBrowserMedia(options: BrowserMediaOptions): MediaPort {
  const chosen = { input: options.inputDeviceId, output: options.outputDeviceId ?? '' }
  const shared = createSharedAudioContext()
  const source = chooseInput(options.audioInput, shared, () => chosen.input)
  const dtmf = loadDtmfReceiver(options.dtmfWorkerUrl)
  const ringtone = createRingtone(shared, options.ringtoneUrl)
  const reach = createIceReach()
  const live = new Set<LiveSession>()
  let stopWatching = (): void => undefined
  const log = options.log ?? (() => undefined)

  const open: MediaPort['open'] = (sessionOptions, report) =>
    openSession({ source, dtmf, reach, live, sinkId: chosen.output }, sessionOptions, report)

  return {
    prepare: async (report, ice) => {
      stopWatching()
      stopWatching = watchDevices(() => report({ type: 'devices-changed' }))
      if (ice) void reach.probe(ice)
      await dtmf.start((detail) => {
        log('received digits by RTP are not available', { detail })
        report({ type: 'dtmf-tap-unavailable', detail })
      })
    },
    open,
    unlock: async () => {
      const attempts = [shared.resume(), ringtone.retry(), ...[...live].map(({ speaker }) => speaker.retry())]
      return (await Promise.all(attempts)).every(Boolean)
    },
    ring: ringtone,
    listDevices,
    setInput: async (deviceId) => {
      await Promise.all([...live].map(({ input }) => input.replace(deviceId)))
      chosen.input = deviceId
    },
    setOutput: async (deviceId) => {
      await Promise.all([...live].map(({ speaker }) => speaker.setSink(deviceId)))
      chosen.output = deviceId
    },
    setRingOutput: ringtone.setSink,
    dispose: () => {
      stopWatching()
      for (const { close } of live) close()
      ringtone.stop()
      dtmf.dispose()
      shared.close()
    },
  }
}
