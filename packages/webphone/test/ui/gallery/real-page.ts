/** The real phone with the UI, for `real-calls.browser.test.ts` and `real-checklist.browser.test.ts`. */
import { ZorioWebphone } from '../../../src/phone.ts'
import { mountPhone, type MountedPhone } from '../../../src/ui/index.ts'

declare global {
  interface Window {
    start(token: string): Promise<void>
    realPhone: ZorioWebphone
    mountedPhone: MountedPhone
    openedContacts: unknown[]
  }
}

window.openedContacts = []
window.start = async (token) => {
  window.realPhone = await ZorioWebphone.connect({ apiBase: location.origin, token, audioInput: 'tone' })
  window.mountedPhone = mountPhone(window.realPhone, document.body, {
    locale: 'en',
    theme: 'light',
    offerReadinessCheck: false,
    search: async () => [{ name: 'Lê Văn Hùng', number: '1002' }],
    onOpenContact: (contact) => window.openedContacts.push(contact.full_name),
  })
}
