/** The real browser behind the UI's port. Each API may be missing or refuse; then the feature stays away quietly. */
import type { UiBrowser } from '../browser-port.ts'
import { clearLog, loadLog, readSide, saveLog, writeSide } from './log-store.ts'
import { askNotification, notificationState } from './notification.ts'

export function createBrowser(): UiBrowser {
  return {
    now: () => Date.now(),
    readLog: loadLog,
    writeLog: saveLog,
    clearLog,
    readSide,
    writeSide,
    notificationState,
    askNotification,
    openMicrophone: async (deviceId, onLevel) =>
      (await import('../later.ts')).openMicrophone(deviceId, onLevel),
    playSound: async (kind, deviceId) => (await import('../later.ts')).playSound(kind, deviceId),
    recordAndPlay: async (options) => (await import('../later.ts')).recordAndPlay(options),
    mayListen: async () => (await import('../later.ts')).mayListen(),
    copyText: (text) => navigator.clipboard.writeText(text),
    onDevicesChanged,
  }
}

function onDevicesChanged(listener: () => void): () => void {
  const end = new AbortController()
  navigator.mediaDevices?.addEventListener('devicechange', listener, { signal: end.signal })
  // Firefox before 131 does not know the name 'microphone' and rejects.
  navigator.permissions
    ?.query({ name: 'microphone' })
    .then((status) => status.addEventListener('change', listener, { signal: end.signal }))
    .catch(() => undefined)
  return () => end.abort()
}
