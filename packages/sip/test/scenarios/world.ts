import { parseMessage, isRequest, headerValue, headerValues, createUserAgent } from '../../src/index.ts'
import type {
  Output,
  SipMessage,
  SipRequest,
  SipResponse,
  UserAgent,
  UserAgentConfig,
} from '../../src/index.ts'

/** Mulberry32: one seed, one run. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

export const OFFER = 'v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=offer\r\na=setup:actpass\r\n'
export const ANSWER = 'v=0\r\no=- 2 1 IN IP4 127.0.0.1\r\ns=answer\r\na=setup:active\r\n'
export const sdp = (name: string): string => `v=0\r\no=- 3 1 IN IP4 127.0.0.1\r\ns=${name}\r\n`

export function agentConfig(overrides: Partial<UserAgentConfig> = {}, seed = 1): UserAgentConfig {
  const random = seededRandom(seed)
  let calls = 0
  return {
    product: 'phone/1',
    host: 'host.invalid',
    random,
    uuid: () => `00000000-0000-4000-8000-${String(seed * 1000 + ++calls).padStart(12, '0')}`,
    ...overrides,
  }
}

export const ACCOUNT = {
  uri: 'sip:1001@pbx.example',
  displayName: 'Lan',
  credentials: { username: '1001', password: 'secret' },
  instanceId: 'urn:uuid:00000000-0000-4000-8000-00000000aaaa',
} as const

export type Fact = Exclude<Output, { type: 'frame' }>

/** One agent, a clock that only moves when told to, and a peer that is a list of frames and a hand to write others. */
export function createWorld(config: UserAgentConfig) {
  const agent: UserAgent = createUserAgent(config)
  let now = 1000
  const facts: Fact[] = []
  let frames: { flow: string; data: string; at: number }[] = []
  const drain = (): void => {
    for (const output of agent.takeOutputs()) {
      if (output.type === 'frame') frames.push({ flow: output.flow, data: output.data, at: now })
      else facts.push(output)
    }
  }
  /** A command of the agent, and what came of it. */
  const act = <T>(run: (now: number) => T): T => {
    const result = run(now)
    drain()
    return result
  }
  const sleep = (ms: number): void => {
    const end = now + ms
    for (;;) {
      const due = agent.nextDeadline
      if (due === undefined || due > end) break
      now = Math.max(now, due)
      agent.advance(now)
      drain()
    }
    now = end
    agent.advance(now)
    drain()
  }
  const receive = (data: string, flow = 'f1'): void => act(() => agent.receive(flow, data, now))
  const sent = (): { flow: string; data: string; at: number; message: SipMessage }[] =>
    frames.flatMap((frame) => {
      const parsed = parseMessage(frame.data)
      return parsed.ok ? [{ ...frame, message: parsed.message }] : []
    })
  const takeSent = (): SipMessage[] => {
    const messages = sent().map(({ message }) => message)
    frames = []
    return messages
  }
  const requests = (method: string): SipRequest[] =>
    sent().flatMap(({ message }) => (isRequest(message) && message.method === method ? [message] : []))
  const responses = (status: number): SipResponse[] =>
    sent().flatMap(({ message }) => (!isRequest(message) && message.status === status ? [message] : []))
  const last = <T>(list: readonly T[], what: string): T => {
    const item = list.at(-1)
    if (item === undefined)
      throw new Error(
        `nothing sent: ${what}; sent: ${sent()
          .map(({ data }) => data.split('\r\n')[0])
          .join(' | ')}`,
      )
    return item
  }
  return {
    agent,
    facts,
    get now() {
      return now
    },
    act,
    sleep,
    receive,
    /** All frames since the last `takeSent`. */
    sent,
    frames: () => frames,
    takeSent,
    clear: () => {
      frames = []
      facts.length = 0
    },
    request: (method: string) => last(requests(method), method),
    requests,
    response: (status: number) => last(responses(status), String(status)),
    responses,
    fact: <K extends Fact['type']>(type: K): Extract<Fact, { type: K }> => {
      const found = facts.filter((fact): fact is Extract<Fact, { type: K }> => fact.type === type)
      return last(found, `fact ${type} of ${JSON.stringify(facts.map((fact) => fact.type))}`)
    },
    factsOf: <K extends Fact['type']>(type: K): Extract<Fact, { type: K }>[] =>
      facts.filter((fact): fact is Extract<Fact, { type: K }> => fact.type === type),
    open: (flow = 'f1') => act((at) => agent.openFlow(flow, at)),
    close: (flow = 'f1') => act((at) => agent.closeFlow(flow, at)),
  }
}

export type World = ReturnType<typeof createWorld>

export interface ReplyOptions {
  toTag?: string
  headers?: readonly string[]
  body?: string
  contact?: string | false
  reason?: string
}

/** The peer's answer to a request of ours, as text. */
export function reply(request: SipRequest, status: number, options: ReplyOptions = {}): string {
  const {
    toTag = 'peer',
    headers = [],
    body = '',
    contact = '<sip:peer@peer.invalid;transport=ws>',
  } = options
  const to = headerValue(request, 'To') ?? ''
  const lines = [
    `SIP/2.0 ${status} ${options.reason ?? 'Whatever'}`,
    ...headerValues(request, 'Via').map((via) => `Via: ${via}`),
    `From: ${headerValue(request, 'From')}`,
    `To: ${to}${/tag=/.test(to) || status === 100 ? '' : `;tag=${toTag}`}`,
    `Call-ID: ${headerValue(request, 'Call-ID')}`,
    `CSeq: ${headerValue(request, 'CSeq')}`,
    ...(contact === false || status >= 300 ? [] : [`Contact: ${contact}`]),
    ...headers,
    ...(body ? ['Content-Type: application/sdp'] : []),
    `Content-Length: ${body.length}`,
  ]
  return `${lines.join('\r\n')}\r\n\r\n${body}`
}

export interface RequestOptions {
  method: string
  uri?: string
  callId?: string
  from?: string
  to?: string
  seq?: number
  branch?: string
  headers?: readonly string[]
  body?: string
  type?: string
}

let branches = 0

/** A request of the peer's, as text. */
export function text(options: RequestOptions): string {
  const { method, callId = 'in-1', seq = 1, headers = [], body = '', type = 'application/sdp' } = options
  const lines = [
    `${method} ${options.uri ?? 'sip:1001@host.invalid;transport=ws'} SIP/2.0`,
    `Via: SIP/2.0/WSS peer.invalid;branch=${options.branch ?? `z9hG4bKpeer${++branches}`}`,
    'Max-Forwards: 69',
    `From: ${options.from ?? '"Minh" <sip:1002@pbx.example>;tag=caller'}`,
    `To: ${options.to ?? '<sip:1001@pbx.example>'}`,
    `Call-ID: ${callId}`,
    `CSeq: ${seq} ${method}`,
    'Contact: <sip:1002@peer.invalid;transport=ws>',
    ...headers,
    ...(body ? [`Content-Type: ${type}`] : []),
    `Content-Length: ${body.length}`,
  ]
  return `${lines.join('\r\n')}\r\n\r\n${body}`
}

/** A request of the peer's inside the dialog that our INVITE made. */
export function inDialogOf(invite: SipRequest, options: RequestOptions, peerTag = 'peer'): string {
  return text({
    callId: headerValue(invite, 'Call-ID') ?? '',
    from: `${headerValue(invite, 'To')};tag=${peerTag}`,
    to: headerValue(invite, 'From') ?? '',
    seq: 101,
    ...options,
  })
}

/** A request of the peer's inside the dialog that its own INVITE made. */
export function inDialogFrom(response: SipResponse, options: RequestOptions): string {
  return text({
    callId: headerValue(response, 'Call-ID') ?? '',
    from: headerValue(response, 'From') ?? '',
    to: headerValue(response, 'To') ?? '',
    ...options,
  })
}

/** An open flow and, with an account, a registration. */
export function registeredWorld(overrides: Partial<UserAgentConfig> = {}, seed = 1): World {
  const world = createWorld(agentConfig({ account: ACCOUNT, ...overrides }, seed))
  world.open()
  world.act((now) => world.agent.register(now))
  acceptRegister(world)
  world.clear()
  return world
}

export function acceptRegister(world: World, flow = 'f1', extra = ''): void {
  const request = world.request('REGISTER')
  const contact = headerValue(request, 'Contact') ?? ''
  world.receive(reply(request, 200, { contact: contact + extra }), flow)
}

/** A world in which our call is up. */
export function calledWorld(overrides: Partial<UserAgentConfig> = {}, answer: ReplyOptions = {}) {
  const world = registeredWorld({ sessionExpiresSeconds: 0, ...overrides })
  const leg = world.act((now) => world.agent.invite({ target: 'sip:1002@pbx.example', offer: OFFER }, now))
  const invite = world.request('INVITE')
  world.receive(reply(invite, 180))
  world.receive(reply(invite, 200, { body: ANSWER, ...answer }))
  const ack = world.request('ACK')
  world.clear()
  return { world, leg, invite, ack }
}

/** A world in which a call to us is up. */
export function answeredWorld(overrides: Partial<UserAgentConfig> = {}, headers: readonly string[] = []) {
  const world = registeredWorld(overrides)
  world.receive(text({ method: 'INVITE', body: OFFER, headers }))
  const { leg } = world.fact('incoming')
  world.act((now) => world.agent.accept(leg, ANSWER, now))
  const response = world.response(200)
  world.receive(inDialogFrom(response, { method: 'ACK' }))
  world.fact('confirmed')
  world.clear()
  return { world, leg, response }
}
