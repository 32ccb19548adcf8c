import { Inviter, Registerer, SessionState, UserAgent } from 'sip.js'

export async function start(uri, server, password, number) {
  const agent = new UserAgent({
    uri: UserAgent.makeURI(uri),
    transportOptions: { server },
    authorizationPassword: password,
    delegate: { onInvite: (invitation) => void invitation.accept() },
  })
  await agent.start()
  await new Registerer(agent).register()
  const inviter = new Inviter(agent, UserAgent.makeURI(`sip:${number}@${agent.configuration.uri.host}`))
  inviter.stateChange.addListener((state) => state === SessionState.Established && console.log('established'))
  await inviter.invite()
}
globalThis.start = start
