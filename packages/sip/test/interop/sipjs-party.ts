import './browser-stubs.ts'
import { Inviter, Registerer, SessionState, UserAgent } from 'sip.js'
import type { Invitation, Session, SessionDescriptionHandler } from 'sip.js'
import { DTMF_TYPE, dtmfRelay, SDP, signalOf } from './party.ts'
import type { Party, PartyOptions } from './party.ts'

function constantDescriptions(): SessionDescriptionHandler {
  let isAnswer = false
  return {
    close: () => {},
    getDescription: () => {
      const body = isAnswer ? SDP.replace('actpass', 'active') : SDP
      isAnswer = false
      return Promise.resolve({ body, contentType: 'application/sdp' })
    },
    hasDescription: (contentType) => contentType.startsWith('application/sdp'),
    setDescription: () => {
      isAnswer = true
      return Promise.resolve()
    },
    sendDtmf: () => false,
  }
}

export function sipjsParty({ url, user, domain, password }: PartyOptions): Party {
  const log: string[] = []
  let session: Session | undefined
  let invitation: Invitation | undefined
  const uriOf = (name: string) => {
    const uri = UserAgent.makeURI(`sip:${name}@${domain}`)
    if (!uri) throw new Error(`no URI for ${name}`)
    return uri
  }
  const watch = (next: Session): void => {
    session = next
    next.delegate = {
      onInvite: () => log.push('reoffer'),
      onInfo: (info) => {
        log.push(`info ${signalOf(info.request.body)}`)
        void info.accept()
      },
    }
    next.stateChange.addListener((state) => {
      if (state === SessionState.Established) log.push('up')
      if (state === SessionState.Terminated) {
        session = undefined
        log.push('ended')
      }
    })
  }
  const agent = new UserAgent({
    uri: uriOf(user),
    transportOptions: { server: url },
    authorizationUsername: user,
    authorizationPassword: password,
    logBuiltinEnabled: false,
    sessionDescriptionHandlerFactory: constantDescriptions,
    delegate: {
      onInvite: (next) => {
        invitation = next
        watch(next)
        log.push('incoming')
        void next.progress()
      },
    },
  })
  const registerer = new Registerer(agent)
  registerer.stateChange.addListener((state) => log.push(state.toLowerCase()))
  const quiet = (promise: Promise<unknown> | undefined): void =>
    void promise?.catch((error: unknown) => log.push(`fault ${String(error)}`))
  return {
    user,
    log,
    hasCall: () => session !== undefined,
    register: () => quiet(agent.start().then(() => registerer.register())),
    call: (to) => {
      const inviter = new Inviter(agent, uriOf(to))
      watch(inviter)
      quiet(inviter.invite({ requestDelegate: { onProgress: () => void log.push('ringing') } }))
    },
    answer: () => quiet(invitation?.accept()),
    reject: () => quiet(invitation?.reject({ statusCode: 486 })),
    hangup: () => {
      const current = session
      if (!current) return
      if (current.state === SessionState.Established) quiet(current.bye())
      else if (current instanceof Inviter) quiet(current.cancel())
      else quiet(invitation?.reject())
    },
    hold: () => quiet(session?.invite({ requestDelegate: { onAccept: () => void log.push('reoffered') } })),
    sendInfo: (digit) =>
      quiet(
        session?.info({
          requestOptions: {
            body: { contentDisposition: 'render', contentType: DTMF_TYPE, content: dtmfRelay(digit) },
          },
        }),
      ),
    stop: () => quiet(agent.stop()),
  }
}
