/** Browsers hide microphone and WebRTC devices from pages that are not secure (W3C secure-contexts). */
import type { DiagnosePorts } from '../diagnose-port.ts'
import type { Outcome } from '../result.ts'

export function checkSecureContext(ports: DiagnosePorts): Outcome {
  return { code: ports.isSecureContext() ? 'secure_context_ok' : 'secure_context_missing' }
}
