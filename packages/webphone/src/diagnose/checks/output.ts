/** Something can be heard: a device is there, and the browser lets the page play. */
import type { DiagnosePorts } from '../diagnose-port.ts'
import type { Outcome } from '../result.ts'

export async function checkOutput(ports: DiagnosePorts, signal: AbortSignal): Promise<Outcome> {
  const { isPlaying, deviceCount } = await ports.tryOutput(signal)
  const details = deviceCount === undefined ? {} : { device_count: deviceCount }
  if (!isPlaying) return { code: 'output_needs_click', details }
  return { code: deviceCount === 0 ? 'output_missing' : 'output_ok', details }
}
