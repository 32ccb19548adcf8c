import type { UiBrowser } from '../browser-port.ts'
import type { LogEntry } from '../call-log.ts'

export interface FakeBrowser extends UiBrowser {
  readonly stored: Map<string, readonly LogEntry[]>
  microphoneError: Error | null
  openMicrophones: number
  notification: 'default' | 'granted' | 'denied' | 'unsupported'
  devicesChanged(): void
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
    openMicrophone: async () => {
      if (browser.microphoneError) throw browser.microphoneError
      browser.openMicrophones++
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
