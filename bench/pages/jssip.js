import JsSIP from 'jssip'
import { createStory, fetchConfig } from './story.js'

export async function createPhone(options) {
  const story = createStory()
  const config = options.config ?? (await fetchConfig(options))
  const { domain, extension } = config
  const iceServers = options.iceServers ?? config.ice_servers
  const ear = document.querySelector('#ear')
  const ua = new JsSIP.UA({
    sockets: [new JsSIP.WebSocketInterface(config.wss_urls[0])],
    uri: `sip:${extension}@${domain}`,
    authorization_user: config.username,
    password: config.password,
    register_expires: config.register_expires,
  })
  const media = { mediaConstraints: { audio: true, video: false }, pcConfig: { iceServers } }
  let session
  ua.on('registered', () => story.tell('registered'))
  ua.on('unregistered', () => story.tell('doubt'))
  ua.on('registrationFailed', () => story.tell('doubt'))
  ua.on('disconnected', () => story.tell('doubt'))
  ua.on('newRTCSession', (event) => {
    session = event.session
    session.on('peerconnection', ({ peerconnection }) => {
      peerconnection.addEventListener('track', ({ track }) => (ear.srcObject = new MediaStream([track])))
    })
    session.connection?.addEventListener('track', ({ track }) => (ear.srcObject = new MediaStream([track])))
    session.on('confirmed', () => story.tell('answered'))
    session.on('ended', () => story.tell('ended'))
    session.on('failed', () => story.tell('ended'))
    if (event.originator === 'remote') story.tell('incoming')
  })
  ua.start()
  return {
    story,
    call: (number) => void ua.call(`sip:${number}@${domain}`, media),
    answer: () => void session.answer(media),
    hangup: () => session.terminate(),
    stop: () => ua.stop(),
  }
}
