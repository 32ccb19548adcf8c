/** The far end: a second user agent of our own SIP core behind the fake sockets. It registers everybody and keeps what it heard. */
import { createFakeRandom } from './fake-random.ts'
import { createUserAgent } from '@zorio/sip'
import type { Output, UserAgent } from '@zorio/sip'
import type { Clock } from '../base/clock.ts'
import type { FakeServerSocket, FakeSockets } from './fake-socket.ts'

export type PbxFact = Exclude<Output, { type: 'frame' }>

export interface FakePbx {
  /** Runs a command of the far end's user agent. */
  run<T>(act: (agent: UserAgent, now: number) => T): T
  readonly facts: readonly PbxFact[]
  find<T extends PbxFact['type']>(type: T): Extract<PbxFact, { type: T }> | undefined
  /** How it answers REGISTER; default 200. */
  onRegister: (count: number) => { status: number; headers?: { name: string; value: string }[] }
  onFact: (fact: PbxFact) => void
  readonly registerCount: number
  readonly flow: string
}

function createPbxAgent(): UserAgent {
  const random = createFakeRandom(7)
  return createUserAgent({
    product: 'FakePbx',
    host: 'pbx.example',
    foreignRequests: 'surface',
    random,
    uuid: () => `pbx-${random().toString(16).slice(2)}`,
  })
}

function headerOf(fact: PbxFact & { type: 'request' }, name: string): string {
  return fact.request.headers.find((one) => one.name === name)?.value ?? ''
}

export function createFakePbx(sockets: FakeSockets, clock: Clock): FakePbx {
  const flows = new Map<FakeServerSocket, string>()
  const facts: PbxFact[] = []
  const legs = new Set<string>()
  let registerCount = 0
  const agent = createPbxAgent()
  let cancel = () => {}

  const run = <T>(act: (agent: UserAgent, now: number) => T): T => {
    const result = act(agent, clock.now())
    drain()
    return result
  }

  const drain = () => {
    for (const output of agent.takeOutputs()) {
      if (output.type === 'frame') send(output.flow, output.data)
      else take(output)
    }
    cancel()
    const { nextDeadline } = agent
    if (nextDeadline !== undefined)
      cancel = clock.setTimer(nextDeadline - clock.now(), () => run((ua, now) => ua.advance(now)))
  }

  const send = (flow: string, data: string) => {
    for (const [socket, id] of flows) if (id === flow) queueMicrotask(() => socket.deliver(data))
  }

  const take = (fact: PbxFact) => {
    facts.push(fact)
    if ('leg' in fact) legs.add(fact.leg)
    if (fact.type === 'request' && fact.request.method === 'REGISTER') answerRegister(fact)
    pbx.onFact(fact)
  }

  const answerRegister = (fact: PbxFact & { type: 'request' }) => {
    registerCount += 1
    const { status, headers = [] } = pbx.onRegister(registerCount)
    // A phone that registers from a new socket is found there from now on, in its calls too.
    for (const leg of legs) agent.moveLeg(leg, fact.flow)
    const names = status === 200 ? ['Contact', 'Expires'] : []
    const own = names.map((name) => ({ name, value: headerOf(fact, name) }))
    agent.respond(fact.id, { status, headers: [...own, ...headers] }, clock.now())
    queueMicrotask(drain)
  }

  sockets.onFrame = (socket, text) => {
    const isNew = !flows.has(socket)
    const flow = flows.get(socket) ?? `flow-${flows.size + 1}`
    flows.set(socket, flow)
    if (isNew) run((ua, now) => ua.openFlow(flow, now))
    queueMicrotask(() => run((ua, now) => ua.receive(flow, text, now)))
  }

  const pbx: FakePbx = {
    run,
    facts,
    find: (type) =>
      [...facts].reverse().find((one): one is Extract<PbxFact, { type: typeof type }> => one.type === type),
    onRegister: () => ({ status: 200 }),
    onFact: () => {},
    get registerCount() {
      return registerCount
    },
    get flow() {
      return `flow-${flows.size}`
    },
  }
  return pbx
}
