/** Fetches the watch once the phone is registered, and tells it what the user chose. */
import type { AudioDevice } from './phone-api.ts'
import type { Parts } from './phone-parts.ts'

export function loadWatch(parts: Parts): void {
  const { ports, reporter } = parts
  if (!ports.loadWatch || parts.isWatchAsked) return
  parts.isWatchAsked = true
  ports.loadWatch().then(
    (start) => {
      if (!parts.isDown) parts.watch = start(parts)
    },
    (error: unknown) => {
      // Asked again with the next registration.
      parts.isWatchAsked = false
      reporter.logger.debug('the watch could not be fetched', error)
    },
  )
}

export async function chooseDevice(parts: Parts, kind: AudioDevice['kind'], deviceId: string): Promise<void> {
  const { media } = parts.ports
  await (kind === 'audioinput' ? media.setInput(deviceId) : media.setOutput(deviceId))
  parts.watch?.tell({ type: 'chosen', kind, deviceId })
}
