import { Device } from '@twilio/voice-sdk'

export async function start(token, number) {
  const device = new Device(token)
  device.on('incoming', (call) => call.accept())
  await device.register()
  await device.connect({ params: { To: number } })
}
globalThis.start = start
