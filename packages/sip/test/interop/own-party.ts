import { WebSocket } from 'ws'
import { createUserAgent } from '../../src/index.ts'
import type { Output, UserAgent } from '../../src/index.ts'
import { DTMF_TYPE, dtmfRelay, SDP, signalOf } from './party.ts'
import type { Party, PartyOptions } from './party.ts'

const ANSWER = SDP.replace('actpass', 'active')

export function ownParty({ url, user, domain, password }: PartyOptions): Party {
  const log: string[] = []
  const agent: UserAgent = createUserAgent({
    product: 'own',
    transport: 'WS',
    account: {
      uri: `sip:${user}@${domain}`,
      credentials: { username: user, password },
      instanceId: `urn:uuid:${crypto.randomUUID()}`,
    },
    random: Math.random,
    uuid: () => crypto.randomUUID(),
  })
  const socket = new WebSocket(url, 'sip')
  let timer: NodeJS.Timeout | undefined
  let leg: string | undefined

  const handle = (output: Output): void => {
    if (output.type === 'frame') socket.send(output.data)
    else if (output.type === 'registered') log.push('registered')
    else if (output.type === 'incoming') {
      leg = output.leg
      log.push('incoming')
      run((now) => agent.progress(output.leg, 180, now))
    } else if (output.type === 'progress') log.push('ringing')
    else if (output.type === 'accepted' || output.type === 'confirmed') log.push('up')
    else if (output.type === 'reoffer') {
      log.push('reoffer')
      run((now) => agent.answerOffer(output.leg, ANSWER, now))
    } else if (output.type === 'reoffer-answered') log.push('reoffered')
    else if (output.type === 'info') log.push(`info ${signalOf(output.body)}`)
    else if (output.type === 'ended') {
      leg = undefined
      log.push(`ended ${output.by} ${output.status ?? ''}`.trim())
    } else if (output.type === 'bad-frame') log.push(`fault ${output.detail}`)
  }
  const run = <T>(command: (now: number) => T): T => {
    const result = command(performance.now())
    for (const output of agent.takeOutputs()) handle(output)
    clearTimeout(timer)
    const due = agent.nextDeadline
    if (due !== undefined)
      timer = setTimeout(() => run((now) => agent.advance(now)), Math.max(0, due - performance.now()))
    return result
  }
  socket.on('open', () => run((now) => agent.openFlow('f', now)))
  socket.on('message', (data: Buffer) => run((now) => agent.receive('f', data.toString('utf8'), now)))

  const withLeg = (command: (id: string, now: number) => void): void => {
    const id = leg
    if (id !== undefined) run((now) => command(id, now))
  }
  return {
    user,
    log,
    hasCall: () => leg !== undefined,
    register: () => {
      const start = (): void => run((now) => agent.register(now))
      if (socket.readyState === WebSocket.OPEN) start()
      else socket.once('open', start)
    },
    call: (to) => {
      leg = run((now) => agent.invite({ target: `sip:${to}@${domain}`, offer: SDP }, now))
    },
    answer: () => withLeg((id, now) => agent.accept(id, ANSWER, now)),
    reject: () => withLeg((id, now) => agent.reject(id, 486, now)),
    hangup: () => withLeg((id, now) => agent.hangup(id, now)),
    hold: () => withLeg((id, now) => agent.reoffer(id, SDP.replace('sendrecv', 'sendonly'), now)),
    sendInfo: (digit) => withLeg((id, now) => agent.info(id, DTMF_TYPE, dtmfRelay(digit), now)),
    stop: () => {
      clearTimeout(timer)
      socket.terminate()
    },
  }
}
