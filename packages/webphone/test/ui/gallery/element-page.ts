import { createFakePhone } from '../../../src/ui/testing/fake-phone.ts'
import { defineConnectedElement } from '../../../src/ui/element.ts'

declare global {
  interface Window {
    connected: unknown[]
    events: string[]
  }
}
window.connected = []
window.events = []
for (const name of ['phone', 'phone-error'])
  document.addEventListener(name, () => window.events.push(name), true)
defineConnectedElement(async (options) => {
  window.connected.push(options)
  if (options.token === 'bad') throw new Error('refused')
  const phone = createFakePhone()
  const { disconnect } = phone
  phone.disconnect = () => (window.connected.push('disconnect'), disconnect())
  return phone
})
