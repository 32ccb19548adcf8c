import { ZorioWebphone } from '../../packages/webphone/dist/index.js'
import { createStory } from './story.js'

export async function createPhone(options) {
  const story = createStory()
  const phone = await ZorioWebphone.connect({
    apiBase: options.apiBase,
    token: options.token,
    ...(options.socketUrl && { socketUrl: options.socketUrl }),
  })
  let current
  phone.on('registered', () => story.tell('registered'))
  phone.on('unregistered', () => story.tell('unregistered'))
  phone.on('status_changed', () => phone.status !== 'registered' && story.tell('doubt'))
  phone.on('incoming_call', ({ call }) => {
    current = call
    story.tell('incoming')
  })
  phone.on('call_answered', () => story.tell('answered'))
  phone.on('call_hangup', () => story.tell('ended'))
  return {
    story,
    call: async (number) => void (current = await phone.call(number)),
    answer: () => current.answer(),
    hangup: () => current.hangup(),
    stop: () => phone.disconnect(),
  }
}
