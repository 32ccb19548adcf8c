/** The microphone opens, and does not send digital silence. */
import { ZorioWebphoneError } from '../../errors.ts'
import type { FindingCode } from '../findings.ts'
import type { DiagnosePorts } from '../diagnose-port.ts'
import type { Outcome } from '../result.ts'

/** -72 dBFS: below the noise of any microphone that is on. */
const silentPeak = 0.00025

const codes: Readonly<Record<string, FindingCode>> = {
  microphone_denied: 'microphone_denied',
  microphone_not_found: 'microphone_not_found',
  microphone_in_use: 'microphone_in_use',
  microphone_forbidden: 'microphone_forbidden',
}

export async function checkMicrophone(ports: DiagnosePorts, signal: AbortSignal): Promise<Outcome> {
  try {
    const { label, peak } = await ports.openMicrophone(signal)
    const details = { label, ...(peak !== undefined && { peak: Math.round(peak * 1e4) / 1e4 }) }
    return { code: peak !== undefined && peak < silentPeak ? 'microphone_silent' : 'microphone_ok', details }
  } catch (caught) {
    const { code, message } = ZorioWebphoneError.from(caught)
    return { code: codes[code] ?? 'microphone_in_use', details: { message } }
  }
}
