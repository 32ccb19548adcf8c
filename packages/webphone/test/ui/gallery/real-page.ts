/** The real phone with the UI, for `real-calls.browser.test.ts`. */
import { ZorioWebphone } from '../../../src/phone.ts'
import { mountPhone } from '../../../src/ui/index.ts'

declare global {
  interface Window {
    start(token: string): Promise<void>
    realPhone: ZorioWebphone
  }
}

window.start = async (token) => {
  window.realPhone = await ZorioWebphone.connect({ apiBase: location.origin, token, audioInput: 'tone' })
  mountPhone(window.realPhone, document.body, { locale: 'en', theme: 'light', offerReadinessCheck: false })
}
