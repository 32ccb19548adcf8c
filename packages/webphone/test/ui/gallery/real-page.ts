/** The real phone with the UI, for `real-calls`, `real-checklist` and `real-surroundings.browser.test.ts`. */
import type { ConnectOptions } from '../../../src/options.ts'
import { ZorioWebphone } from '../../../src/phone.ts'
import { mountPhone, type MountedPhone } from '../../../src/ui/index.ts'

declare global {
  interface Window {
    start(token: string, options?: Partial<ConnectOptions>): Promise<void>
    realPhone: ZorioWebphone
    mountedPhone: MountedPhone
    openedContacts: unknown[]
  }
}

window.openedContacts = []
window.start = async (token, options) => {
  const apiBase = location.origin
  window.realPhone = await ZorioWebphone.connect({ apiBase, token, audioInput: 'tone', ...options })
  window.mountedPhone = mountPhone(window.realPhone, document.body, {
    locale: 'en',
    theme: 'light',
    offerReadinessCheck: false,
    search: async () => [{ name: 'Lê Văn Hùng', number: '1002' }],
    onOpenContact: (contact) => window.openedContacts.push(contact.full_name),
  })
}
