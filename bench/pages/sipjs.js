import { Inviter, Registerer, RegistererState, SessionState, UserAgent } from 'sip.js'
import { createStory, fetchConfig } from './story.js'

export async function createPhone(options) {
  const story = createStory()
  const config = options.config ?? (await fetchConfig(options))
  const { domain, extension } = config
  const ear = document.querySelector('#ear')
  let session
  const watch = (next) => {
    session = next
    session.delegate = { onBye: (bye) => void bye.accept() }
    session.stateChange.addListener((state) => {
      if (state === SessionState.Established) {
        const { peerConnection } = session.sessionDescriptionHandler
        ear.srcObject = new MediaStream(peerConnection.getReceivers().map(({ track }) => track))
        story.tell('answered')
      }
      if (state === SessionState.Terminated) story.tell('ended')
    })
  }
  const ua = new UserAgent({
    uri: UserAgent.makeURI(`sip:${extension}@${domain}`),
    transportOptions: { server: config.wss_urls[0] },
    authorizationUsername: config.username,
    authorizationPassword: config.password,
    // Without it a lost socket stays lost; 4 s is the library's own default.
    reconnectionAttempts: 100,
    reconnectionDelay: 4,
    sessionDescriptionHandlerFactoryOptions: {
      peerConnectionConfiguration: { iceServers: options.iceServers ?? config.ice_servers },
    },
    delegate: {
      onInvite: (invitation) => {
        watch(invitation)
        story.tell('incoming')
      },
      onConnect: () => void registerer.register(),
      onDisconnect: () => story.tell('doubt'),
    },
    logLevel: 'error',
  })
  const registerer = new Registerer(ua, { expires: config.register_expires })
  registerer.stateChange.addListener((state) => {
    story.tell(state === RegistererState.Registered ? 'registered' : 'doubt')
  })
  await ua.start()
  return {
    story,
    call(number) {
      const inviter = new Inviter(ua, UserAgent.makeURI(`sip:${number}@${domain}`))
      watch(inviter)
      void inviter.invite()
    },
    answer: () => void session.accept(),
    hangup() {
      if (session.state === SessionState.Established) void session.bye()
      else if (session instanceof Inviter) void session.cancel()
      else void session.reject()
    },
    stop: () => void ua.stop(),
  }
}
