import JsSIP from 'jssip'

export function createPeer({ wsUrl, domain, extension, username, password, displayName, log, listen }) {
  const ua = new JsSIP.UA({
    sockets: [new JsSIP.WebSocketInterface(wsUrl)],
    uri: `sip:${extension}@${domain}`,
    authorization_user: username,
    password,
    display_name: displayName,
    register_expires: 300,
  })
  let session
  ua.on('registered', () => log('registered'))
  ua.on('registrationFailed', (event) =>
    log('registrationFailed', { status: event.response?.status_code, cause: event.cause }),
  )
  ua.on('newRTCSession', (event) => {
    session = event.session
    if (event.originator === 'remote') {
      log('incoming', {
        number: session.remote_identity.uri.user,
        displayName: session.remote_identity.display_name,
        asserted: event.request.getHeader('P-Asserted-Identity'),
      })
    }
    session.on('progress', (e) => log('progress', { status: e.response?.status_code }))
    session.on('accepted', () => log('accepted'))
    session.on('confirmed', () => log('confirmed'))
    session.on('hold', (e) => log('hold', { by: e.originator }))
    session.on('unhold', (e) => log('unhold', { by: e.originator }))
    session.on('ended', (e) =>
      log('ended', { by: e.originator, cause: e.cause, reason: e.message?.getHeader?.('Reason') }),
    )
    session.on('failed', (e) =>
      log('failed', {
        by: e.originator,
        cause: e.cause,
        status: e.message?.status_code,
        reason: e.message?.getHeader?.('Reason'),
      }),
    )
    session.on('peerconnection', (e) => listen(e.peerconnection))
    if (session.connection) listen(session.connection)
  })
  ua.start()
  const media = { mediaConstraints: { audio: true, video: false } }
  return {
    call: (number) => void ua.call(`sip:${number}@${domain}`, media),
    answer: () => session.answer(media),
    hangup: () => session.terminate(),
    hold: () => session.hold(),
    unhold: () => session.unhold(),
    stop: () => ua.stop(),
    digits: (digits) =>
      session.sendDTMF(digits, { transportType: 'RFC2833', duration: 100, interToneGap: 70 }),
  }
}
