import { Inviter, Registerer, RegistererState, SessionState, UserAgent } from 'sip.js'

export function createPeer({ wsUrl, domain, extension, username, password, displayName, log, listen }) {
  let session
  const watch = (next) => {
    session = next
    session.stateChange.addListener((state) => {
      if (state === SessionState.Established) {
        listen(session.sessionDescriptionHandler.peerConnection)
        log('accepted')
      }
      if (state === SessionState.Terminated) log('ended')
    })
  }
  const ua = new UserAgent({
    uri: UserAgent.makeURI(`sip:${extension}@${domain}`),
    transportOptions: { server: wsUrl },
    authorizationUsername: username,
    authorizationPassword: password,
    displayName,
    // Its default waits seconds for candidates that never come on loopback.
    sessionDescriptionHandlerFactoryOptions: { iceGatheringTimeout: 300 },
    delegate: {
      onInvite: (invitation) => {
        watch(invitation)
        log('incoming', {
          number: invitation.remoteIdentity.uri.user,
          displayName: invitation.remoteIdentity.displayName,
          asserted: invitation.request.getHeader('P-Asserted-Identity'),
        })
      },
    },
    logLevel: 'warn',
  })
  const registerer = new Registerer(ua, { expires: 300 })
  registerer.stateChange.addListener((state) => {
    if (state === RegistererState.Registered) log('registered')
  })
  const rejected = {
    requestDelegate: {
      onReject: (response) => log('registrationFailed', { status: response.message.statusCode }),
    },
  }
  void ua.start().then(() => registerer.register(rejected))
  return {
    call: (number) => {
      const inviter = new Inviter(ua, UserAgent.makeURI(`sip:${number}@${domain}`))
      watch(inviter)
      void inviter.invite({
        requestDelegate: {
          onProgress: (response) => log('progress', { status: response.message.statusCode }),
          onReject: (response) =>
            log('failed', {
              status: response.message.statusCode,
              reason: response.message.getHeader('Reason'),
            }),
        },
      })
    },
    answer: () => void session.accept(),
    hangup: () => {
      if (session.state === SessionState.Established) void session.bye()
      else if (session instanceof Inviter) void session.cancel()
      else void session.reject()
    },
    stop: () => void ua.stop(),
  }
}
