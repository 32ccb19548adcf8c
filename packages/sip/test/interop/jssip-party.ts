import { silence } from './browser-stubs.ts'
import JsSIP from 'jssip'
import type { RTCSession } from 'jssip/lib/RTCSession.js'
import { DTMF_TYPE, dtmfRelay, signalOf } from './party.ts'
import type { Party, PartyOptions } from './party.ts'

export function jssipParty({ url, user, domain, password }: PartyOptions): Party {
  const log: string[] = []
  let session: RTCSession | undefined
  JsSIP.debug.disable()
  const agent = new JsSIP.UA({
    sockets: [new JsSIP.WebSocketInterface(url)],
    uri: `sip:${user}@${domain}`,
    password,
    register: true,
    register_expires: 300,
  })
  const mediaStream = silence as unknown as MediaStream
  const end = (data: { cause?: string; message?: unknown }): void => {
    session = undefined
    log.push(`ended ${data.cause ?? ''}`.trim())
  }
  agent.on('registered', () => log.push('registered'))
  agent.on('newRTCSession', ({ session: next, originator }: { session: RTCSession; originator: string }) => {
    session = next
    if (originator === 'remote') log.push('incoming')
    next.on('progress', () => {
      if (originator === 'local') log.push('ringing')
    })
    next.on('confirmed', () => log.push('up'))
    next.on('ended', end)
    next.on('failed', end)
    next.on('reinvite', () => log.push('reoffer'))
    next.on('newInfo', ({ originator: by, info }: { originator: string; info: { body: string } }) => {
      if (by === 'remote') log.push(`info ${signalOf(info.body)}`)
    })
    next.on('newDTMF', ({ originator: by, dtmf }: { originator: string; dtmf: { tone: string } }) => {
      if (by === 'remote') log.push(`info ${dtmf.tone}`)
    })
  })
  return {
    user,
    log,
    hasCall: () => session !== undefined,
    register: () => agent.start(),
    call: (to) => void agent.call(`sip:${to}@${domain}`, { mediaStream, sessionTimersExpires: 120 }),
    answer: () => session?.answer({ mediaStream }),
    reject: () => session?.terminate({ status_code: 486 }),
    hangup: () => {
      if (session && !session.isEnded()) session.terminate()
    },
    hold: () => void session?.hold({}, () => log.push('reoffered')),
    sendInfo: (digit) => session?.sendInfo(DTMF_TYPE, dtmfRelay(digit)),
    stop: () => agent.stop(),
  }
}
