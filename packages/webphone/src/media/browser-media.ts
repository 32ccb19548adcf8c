/** The media port in a browser. Composition only: each part below does one thing. */
import { listDevices, watchDevices } from './devices.ts'
import { openSession, type LiveSession } from './open-session.ts'
import { playTestTone, startLevelMeter } from './sound-check.ts'
import type { MediaPort } from './media-port.ts'
import { chooseInput } from './input-choice.ts'
import { createDtmfReceiver } from './dtmf-receiver.ts'
import { createRingtone } from './ringtone.ts'
import { createSharedAudioContext } from './audio-context.ts'

export interface BrowserMediaOptions {
  readonly audioInput: 'microphone' | 'tone'
  readonly inputDeviceId?: string
  readonly outputDeviceId?: string
  readonly ringtoneUrl?: string
  /** Needed where the page's CSP forbids blob workers. */
  readonly dtmfWorkerUrl?: string
  readonly log?: (message: string, details?: Record<string, unknown>) => void
}

/** The port, and what a settings page needs to try devices out. */
export interface BrowserMedia extends MediaPort {
  /** Opens the input apart from any call and tells its level, 0-1, ten times a second until the returned stop. Rejects with `microphone_*`. */
  meterInput(onLevel: (level: number) => void): Promise<() => void>
  /** Two notes on the chosen output. Resolves when they were played; rejects with `device_failed` or `audio_autoplay_blocked`. */
  playTestTone(): Promise<void>
}

export function createBrowserMedia(options: BrowserMediaOptions): BrowserMedia {
  const chosen = { input: options.inputDeviceId, output: options.outputDeviceId ?? '' }
  const shared = createSharedAudioContext()
  const source = chooseInput(options.audioInput, shared, () => chosen.input)
  const dtmf = createDtmfReceiver(options.dtmfWorkerUrl)
  const ringtone = createRingtone(shared, options.ringtoneUrl)
  const live = new Set<LiveSession>()
  let stopWatching = (): void => undefined
  const log = options.log ?? (() => undefined)

  const open: MediaPort['open'] = (sessionOptions, report) =>
    openSession({ source, dtmf, live, sinkId: chosen.output }, sessionOptions, report)

  return {
    prepare: async (report) => {
      stopWatching()
      stopWatching = watchDevices(() => report({ type: 'devices-changed' }))
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
    meterInput: (onLevel) => startLevelMeter(shared, source, onLevel),
    playTestTone: () => playTestTone(shared, chosen.output),
    dispose: () => {
      stopWatching()
      for (const { close } of live) close()
      ringtone.stop()
      dtmf.dispose()
      shared.close()
    },
  }
}
