import {
  createUserAgent,
  headerValues,
  isRequest,
  parseMessage,
  parseUri,
  parseVia,
} from '../../src/index.ts'
import type { UserAgent, UserAgentConfig } from '../../src/index.ts'
import { agentConfig, OFFER, seededRandom } from './world.ts'
import type { Fact } from './world.ts'

/** Agents that reach each other through a switch: requests go by the host of their URI, responses by their Via. */
interface Node {
  readonly agent: UserAgent
  readonly facts: Fact[]
  flow: string
}

export function createNetwork(names: readonly string[], options: { latencyMs?: number; seed?: number } = {}) {
  const { latencyMs = 20, seed = 1 } = options
  const random = seededRandom(seed)
  let now = 0
  let generation = 0
  const wire: { at: number; to: string; data: string }[] = []
  const trace: string[] = []

  const nodes = new Map(
    names.map((name, index) => {
      const config: UserAgentConfig = { ...agentConfig({ host: `${name}.invalid` }, seed * 10 + index) }
      return [name, { agent: createUserAgent(config), facts: [] as Fact[], flow: '' }] as [string, Node]
    }),
  )
  const nodeOf = (name: string) => {
    const node = nodes.get(name)
    if (!node) throw new Error(`no ${name}`)
    return node
  }
  const hostOf = (data: string): string => {
    const parsed = parseMessage(data)
    if (!parsed.ok) throw new Error(`an agent sent what does not parse: ${parsed.detail}\n${data}`)
    const { message } = parsed
    const host = isRequest(message)
      ? parseUri(message.uri)?.host
      : parseVia(headerValues(message, 'Via')[0] ?? '')?.host
    return (host ?? '').replace('.invalid', '')
  }
  const drain = (name: string): void => {
    const node = nodeOf(name)
    for (const output of node.agent.takeOutputs()) {
      if (output.type !== 'frame') {
        node.facts.push(output)
        continue
      }
      if (output.flow !== node.flow) throw new Error(`${name} sent on ${output.flow}, which is closed`)
      const to = hostOf(output.data)
      trace.push(`${now} ${name}->${to} ${output.data.split('\r\n')[0]}`)
      wire.push({ at: now + latencyMs, to, data: output.data })
    }
  }
  const act = <T>(name: string, run: (agent: UserAgent, now: number) => T): T => {
    const result = run(nodeOf(name).agent, now)
    drain(name)
    return result
  }
  const called: { name: string; leg: string }[] = []
  const call = (name: string, to: string): string => {
    const target = `sip:${to}@${to}.invalid`
    const leg = act(name, (agent) => agent.invite({ target, offer: OFFER }, now))
    called.push({ name, leg })
    return leg
  }
  const deliver = (): void => {
    while (wire[0] && wire[0].at <= now) {
      const { to, data } = wire.shift() ?? { to: '', data: '' }
      const node = nodes.get(to)
      // A frame for a phone without a socket is lost, as a proxy would lose it.
      if (node?.flow) act(to, (agent) => agent.receive(node.flow, data, now))
    }
  }
  const sleep = (ms: number): void => {
    const end = now + ms
    for (;;) {
      const deadlines = [...nodes.values()].map(({ agent }) => agent.nextDeadline ?? Infinity)
      const next = Math.min(wire[0]?.at ?? Infinity, ...deadlines)
      if (next > end) break
      now = Math.max(now, next)
      deliver()
      for (const name of names) act(name, (agent) => agent.advance(now))
    }
    now = end
  }
  const open = (name: string): void => {
    const flow = `${name}-${++generation}`
    nodeOf(name).flow = flow
    act(name, (agent) => agent.openFlow(flow, now))
  }
  const close = (name: string): void => {
    const { flow } = nodeOf(name)
    nodeOf(name).flow = ''
    if (flow) act(name, (agent) => agent.closeFlow(flow, now))
  }
  for (const name of names) open(name)
  return {
    act,
    call,
    /** Every leg that `name` has had. */
    legs: (name: string) =>
      new Set([
        ...called.flatMap((made) => (made.name === name ? [made.leg] : [])),
        ...nodeOf(name).facts.flatMap((fact) => (fact.type === 'incoming' ? [fact.leg] : [])),
      ]),
    sleep,
    open,
    close,
    random,
    trace,
    isOpen: (name: string) => nodeOf(name).flow !== '',
    agent: (name: string) => nodeOf(name).agent,
    facts: (name: string) => nodeOf(name).facts,
    factsOf: <K extends Fact['type']>(name: string, type: K) =>
      nodeOf(name).facts.filter((fact): fact is Extract<Fact, { type: K }> => fact.type === type),
    clear: () => {
      for (const node of nodes.values()) node.facts.length = 0
    },
  }
}

export type Network = ReturnType<typeof createNetwork>
