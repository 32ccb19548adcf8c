import { TelnyxRTC } from '@telnyx/webrtc'

export function start(login_token, destinationNumber) {
  const client = new TelnyxRTC({ login_token })
  client.on('telnyx.notification', ({ call }) => void (call?.state === 'ringing' && call.answer()))
  client.on('telnyx.ready', () => client.newCall({ destinationNumber }))
  void client.connect()
}
globalThis.start = start
