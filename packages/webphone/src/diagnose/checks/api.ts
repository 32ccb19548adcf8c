/** The back end answers `sip-config` to this token. */
import { ZorioWebphoneError } from '../../errors.ts'
import type { SipConfigBody } from '@zorio/contract'
import type { DiagnosePorts } from '../diagnose-port.ts'
import type { Outcome } from '../result.ts'

const slowMs = 1500

export interface ApiFinding {
  readonly outcome: Outcome
  readonly config?: SipConfigBody
}

export async function checkApi(ports: DiagnosePorts, signal: AbortSignal): Promise<ApiFinding> {
  const started = ports.now()
  try {
    const config = await ports.fetchConfig(signal)
    const ms = Math.round(ports.now() - started)
    return { config, outcome: { code: ms > slowMs ? 'api_slow' : 'api_ok', details: { round_trip_ms: ms } } }
  } catch (caught) {
    return { outcome: outcomeOf(ZorioWebphoneError.from(caught, 'bootstrap_failed')) }
  }
}

function outcomeOf({ code, message, details = {} }: ZorioWebphoneError): Outcome {
  const { status, option } = details
  if (code === 'invalid_options')
    return { code: 'api_invalid_options', details: { option: String(option), message } }
  if (code === 'token_rejected') return { code: 'api_token_rejected' }
  if (typeof status === 'number') return { code: 'api_refused', details: { status } }
  // Named fields are those of an answer that was understood as far as that.
  return { code: 'field' in details ? 'api_refused' : 'api_unreachable', details: { message } }
}
