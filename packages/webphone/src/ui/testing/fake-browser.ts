import type { UiBrowser } from '../browser-port.ts'
import type { LogEntry } from '../call-log.ts'

export interface FakeBrowser extends UiBrowser {
  readonly stored: Map<string, readonly LogEntry[]>
  microphoneError: Error | null
  openMicrophones: number
  notification: 'default' | 'granted' | 'denied' | 'unsupported'
  devicesChanged(): void
  /** Levels of the microphone that is open. */
  sound: (level: number) => void
  isAllowedToListen: boolean
  readonly copied: string[]
  /** Ends the recording, or the playing. */
  nextOfRecording: () => void
}

export function createFakeBrowser(): FakeBrowser {
  const stored = new Map<string, readonly LogEntry[]>()
  const listeners = new Set<() => void>()
  const browser: FakeBrowser = {
    stored,
    microphoneError: null,
    openMicrophones: 0,
    notification: 'default',
    devicesChanged: () => listeners.forEach((listener) => listener()),
    now: () => 0,
    readLog: (extension) => stored.get(extension) ?? [],
    writeLog: (extension, log) => void stored.set(extension, log),
    clearLog: (extension) => void stored.delete(extension),
    readSide: () => 'end',
    writeSide: () => {},
    notificationState: () => browser.notification,
    askNotification: async () => (browser.notification = 'granted'),
    sound: () => {},
    isAllowedToListen: true,
    copied: [],
    nextOfRecording: () => {},
    copyText: async (text) => void browser.copied.push(text),
    mayListen: async () => browser.isAllowedToListen,
    recordAndPlay: async ({ onPlay, signal }) => {
      if (browser.microphoneError) throw browser.microphoneError
      const step = (): Promise<void> =>
        new Promise((done, fail) => {
          browser.nextOfRecording = done
          signal.addEventListener('abort', () => fail(signal.reason))
        })
      await step()
      onPlay()
      await step()
    },
    openMicrophone: async (_deviceId, onLevel) => {
      if (browser.microphoneError) throw browser.microphoneError
      browser.openMicrophones++
      browser.sound = onLevel
      return () => void browser.openMicrophones--
    },
    playSound: async () => true,
    onDevicesChanged: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
  return browser
}
