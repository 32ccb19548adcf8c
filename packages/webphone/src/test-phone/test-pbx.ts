/** The telephone exchange in the page: it registers the phone, answers the test numbers, rings from outside, and cuts the wire. */
import { findTestNumber, type House } from '@zorio/pbx/test-numbers'
import { parseUri } from '@zorio/sip'
import { createFakePbx, type PbxFact } from '../testing/fake-pbx.ts'
import { createFarLeg, type FarLeg } from './far-leg.ts'
import { createNumberCall } from './number-call.ts'
import { followRefer } from './follow-refer.ts'
import type { Clock } from '../base/clock.ts'
import type { FakeSockets } from '../testing/fake-socket.ts'
import type { FarAudio, TestAudio } from './call-audio-port.ts'

export interface TestPbxParts {
  readonly clock: Clock
  readonly sockets: FakeSockets
  readonly audio: TestAudio
  readonly extension: string
  readonly domain: string
  /** What a number that was dialled behaves like; itself where a test says nothing. */
  readonly numberFor: (dialled: string) => string
}

export interface TestPbx {
  /** Calls that live, oldest first. */
  readonly calls: readonly FarLeg[]
  ring(caller: { number: string; displayName: string }): Promise<FarLeg>
  cutSocket(options: { refuseMs: number }): void
}

type Incoming = Extract<PbxFact, { type: 'incoming' }>

/** Extensions that the sandbox has; without a phone of their own here. */
const otherExtensions = ['1001', '1002', '1003']

export function createTestPbx(parts: TestPbxParts): TestPbx {
  const { clock, sockets, audio, domain } = parts
  const pbx = createFakePbx(sockets, clock)
  const legs = new Map<string, FarLeg>()
  let refusesUntil = 0
  sockets.onOpen = (socket) =>
    queueMicrotask(() => (clock.now() < refusesUntil ? socket.close('refused') : socket.accept()))

  const seat = (leg: string, farAudio: FarAudio): FarLeg => {
    const far = createFarLeg(pbx, leg, farAudio)
    far.onEnd = () => legs.delete(leg)
    legs.set(leg, far)
    return far
  }
  const cutSocket: TestPbx['cutSocket'] = ({ refuseMs }) => {
    refusesUntil = clock.now() + refuseMs
    for (const socket of sockets.sockets) if (socket.isOpen) socket.close('cut')
  }
  const ring: TestPbx['ring'] = async ({ number, displayName }) => {
    if (pbx.registerCount === 0 || sockets.openCount === 0)
      throw new Error('The phone is not registered: nobody can call it now.')
    const farAudio = audio.openFar()
    const offer = await farAudio.offer()
    const to = { uri: `sip:${parts.extension}@${domain}` }
    const from = { uri: `sip:${number}@${domain}`, displayName }
    return seat(
      pbx.run((agent, now) => agent.invite({ target: to.uri, flow: pbx.flow, offer, from, to }, now)),
      farAudio,
    )
  }
  const callBack = async (caller: Parameters<TestPbx['ring']>[0]): Promise<void> => {
    const far = await ring(caller)
    far.onFact = (fact) => fact.type === 'accepted' && far.audio.echo()
  }
  const house: House = {
    // A phone that is away is not called back.
    callBack: ({ delayMs, ...caller }) =>
      void clock.setTimer(delayMs, () => void callBack(caller).catch(() => undefined)),
    cutSocket,
  }
  const takeCall = ({ leg, offer, to }: Incoming) => {
    const far = seat(leg, audio.openFar())
    const dialled = parseUri(to.uri)?.user ?? ''
    const behaves = parts.numberFor(dialled)
    const number = findTestNumber(behaves)
    if (!number && otherExtensions.includes(behaves)) return far.reject(480, 'SUBSCRIBER_ABSENT')
    if (!number) return far.reject(404, 'UNALLOCATED_NUMBER')
    const call = createNumberCall({ pbx, clock, far, dialled: behaves, offer, domain })
    void Promise.resolve(number.run(call, house)).catch(() => {
      // The story ends with the call; a fault of its own ends the call too.
      if (!far.hasEnded) far.hangUp('NORMAL_TEMPORARY_FAILURE')
    })
  }
  pbx.onFact = (fact) => {
    if (fact.type === 'incoming') return takeCall(fact)
    const far = 'leg' in fact ? legs.get(fact.leg) : undefined
    if (!far || !('leg' in fact)) return
    if (fact.type === 'refer') followRefer({ pbx, clock, far, numberFor: parts.numberFor }, fact)
    else far.take(fact)
  }
  return {
    get calls() {
      return [...legs.values()]
    },
    ring,
    cutSocket,
  }
}
