import { ZorioWebphone } from '../../packages/webphone/dist/index.js'

export async function start(apiBase, token, number) {
  const phone = await ZorioWebphone.connect({ apiBase, token })
  phone.on('incoming_call', ({ call }) => void call.answer())
  phone.on('registered', () => void phone.call(number))
}
globalThis.start = start
