import { randomUUID } from 'node:crypto'
import {
  DTMF_RELAY,
  createUserAgent,
  formatDtmfRelay,
  type LegId,
  type Output,
  type UserAgent,
} from '@zorio/sip'
import { WebSocket } from 'ws'
import { createMediaEngine } from '../../src/media/media-engine.ts'
import { createSipLoop } from '../../src/sip-loop.ts'
import { createTestCall, type TestCall } from './test-call.ts'

export interface PhoneOptions {
  readonly url: string
  readonly extension: string
  readonly password?: string
  readonly username?: string
  readonly instanceId?: string
  readonly uri?: string
}

export type Fact = Output

/** A phone of our SIP core, a real WebSocket and real media. */
export interface TestPhone {
  readonly extension: string
  readonly facts: Fact[]
  /** Opens a (new) socket and registers; resolves with the final REGISTER fact. */
  connect(): Promise<Fact>
  /** A socket without REGISTER. */
  open(): Promise<void>
  register(): Promise<Fact>
  unregister(): Promise<Fact>
  /** Waits for a fact that came or comes after `since` (default: the beginning). */
  until<T extends Fact['type']>(
    type: T,
    matches?: (fact: Extract<Fact, { type: T }>) => boolean,
  ): Promise<Extract<Fact, { type: T }>>
  call(
    number: string,
    options?: { fromExtension?: string; domain?: string; replaces?: LegId },
  ): Promise<TestCall>
  /** The next call that rings here. */
  incoming(): Promise<TestCall>
  /** Cuts the socket as a dead network would. */
  cut(): void
  /** Resolves when the server has cut or closed the socket. */
  readonly closed: Promise<number>
  sendRaw(frame: string | Buffer): void
  /** Every frame that arrives on the socket of now. */
  onFrame(listener: (frame: string) => void): void
  command(run: (agent: UserAgent, now: number) => void): void
  close(): Promise<void>
}

export const DOMAIN = 'pbx.test'

export function createTestPhone(options: PhoneOptions): TestPhone {
  const engine = createMediaEngine()
  const facts: Fact[] = []
  const watchers = new Set<() => void>()
  const calls = new Map<LegId, TestCall>()
  const rings: TestCall[] = []
  let socket: WebSocket | undefined
  let flowCount = 0
  let closed = Promise.resolve(0)

  const agent = createUserAgent({
    product: 'TestPhone',
    account: {
      uri: options.uri ?? `sip:${options.extension}@${DOMAIN}`,
      displayName: 'As I like it',
      credentials: {
        username: options.username ?? options.extension,
        password: options.password ?? `secret-${options.extension}`,
      },
      instanceId: options.instanceId ?? `urn:uuid:${randomUUID()}`,
    },
    random: Math.random,
    uuid: randomUUID,
  })
  const loop = createSipLoop({
    agent,
    onOutput(fact) {
      if (fact.type === 'frame') {
        if (fact.flow === `f${String(flowCount)}` && socket?.readyState === WebSocket.OPEN)
          socket.send(fact.data)
        return
      }
      facts.push(fact)
      if (fact.type === 'incoming') {
        const call = createTestCall({ loop, engine, leg: fact.leg, incoming: fact })
        calls.set(fact.leg, call)
        rings.push(call)
      } else if ('leg' in fact) calls.get(fact.leg)?.take(fact)
      for (const watcher of [...watchers]) watcher()
    },
    onError(error) {
      throw error
    },
  })

  const wait = <T>(find: () => T | undefined, what: string, timeoutMs = 8000): Promise<T> =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        watchers.delete(check)
        reject(
          new Error(
            `${options.extension} waited in vain for ${what}; saw ${facts.map(({ type }) => type).join(' ')}`,
          ),
        )
      }, timeoutMs)
      const check = () => {
        const found = find()
        if (found === undefined) return
        clearTimeout(timer)
        watchers.delete(check)
        resolve(found)
      }
      watchers.add(check)
      check()
    })
  const next = (isWanted: (fact: Fact) => boolean, what: string) => {
    const since = facts.length
    return wait(() => facts.slice(since).find(isWanted), what)
  }

  const phone: TestPhone = {
    extension: options.extension,
    facts,
    async open() {
      socket?.terminate()
      if (flowCount > 0) loop.run((sip, now) => sip.closeFlow(`f${String(flowCount)}`, now))
      flowCount += 1
      const flow = `f${String(flowCount)}`
      const opened = new WebSocket(options.url, 'sip')
      socket = opened
      opened.on('message', (data: Buffer) => {
        loop.run((sip, now) => sip.receive(flow, data.toString(), now))
      })
      closed = new Promise((resolve) => {
        opened.on('close', (code) => {
          resolve(code)
          loop.run((sip, now) => sip.closeFlow(flow, now))
        })
      })
      opened.on('error', () => undefined)
      await new Promise<void>((resolve, reject) => {
        opened.on('open', resolve)
        opened.on('error', reject)
      })
      loop.run((sip, now) => sip.openFlow(flow, now))
    },
    register() {
      const done = next(({ type }) => type === 'registered' || type === 'register-failed', 'REGISTER')
      loop.run((sip, now) => sip.register(now))
      return done
    },
    unregister() {
      const done = next(({ type }) => type === 'unregistered', 'un-REGISTER')
      loop.run((sip, now) => sip.unregister(now))
      return done
    },
    async connect() {
      await phone.open()
      return phone.register()
    },
    until: (type, matches = () => true) =>
      wait(
        () =>
          facts.find(
            (fact): fact is Extract<Fact, { type: typeof type }> =>
              fact.type === type && matches(fact as Extract<Fact, { type: typeof type }>),
          ),
        type,
      ),
    async call(number, { fromExtension, domain = DOMAIN, replaces } = {}) {
      return createOutgoing(`sip:${number}@${domain}`, fromExtension, replaces)
    },
    incoming: () => wait(() => rings.shift(), 'an incoming call'),
    cut() {
      socket?.terminate()
    },
    get closed() {
      return closed
    },
    sendRaw(frame) {
      socket?.send(frame)
    },
    onFrame(listener) {
      socket?.on('message', (data: Buffer) => {
        listener(data.toString())
      })
    },
    command(run) {
      loop.run(run)
    },
    async close() {
      loop.close()
      socket?.terminate()
      await engine.close()
    },
  }
  const createOutgoing = async (
    target: string,
    fromExtension: string | undefined,
    replacedLeg: LegId | undefined,
  ) => {
    const call = createTestCall({ loop, engine })
    const offer = await call.end.media.offer()
    loop.run((sip, now) => {
      const from = fromExtension === undefined ? {} : { from: { uri: `sip:${fromExtension}@${DOMAIN}` } }
      const dialog = replacedLeg === undefined ? undefined : sip.dialogOf(replacedLeg)
      const replaces = dialog === undefined ? {} : { replaces: dialog }
      const leg = sip.invite({ target, offer, ...from, ...replaces }, now)
      calls.set(leg, call)
      call.start(leg, offer)
    })
    return call
  }
  return phone
}

export const infoBody = (digit: string) => ({ type: DTMF_RELAY, body: formatDtmfRelay({ digit }) })
