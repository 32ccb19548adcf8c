/** The PBX takes the registration. */
import type { TestPhone } from '../diagnose-port.ts'
import type { Outcome } from '../result.ts'

export async function checkRegistration(phone: TestPhone, signal: AbortSignal): Promise<Outcome> {
  try {
    await phone.registered(signal)
    return { code: 'registration_ok' }
  } catch (caught) {
    const code = typeof caught === 'object' && caught !== null && 'code' in caught ? String(caught.code) : ''
    const isRefused = code === 'registration_rejected' || code === 'token_rejected'
    return {
      code: isRefused ? 'registration_rejected' : 'registration_failed',
      details: { phone_code: code },
    }
  }
}
