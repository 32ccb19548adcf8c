import JsSIP from 'jssip'

export function start(uri, server, password, number) {
  const agent = new JsSIP.UA({ uri, password, sockets: [new JsSIP.WebSocketInterface(server)] })
  agent.on('newRTCSession', ({ session, originator }) => originator === 'remote' && session.answer())
  agent.on('registered', () => agent.call(number, { mediaConstraints: { audio: true } }))
  agent.start()
}
globalThis.start = start
