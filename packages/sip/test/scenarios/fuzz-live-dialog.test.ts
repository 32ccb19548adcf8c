import { array, assert, constantFrom, integer, oneof, property, string, tuple } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { headerValue, isRequest, parseMessage } from '../../src/index.ts'
import {
  ANSWER,
  answeredWorld,
  calledWorld,
  inDialogFrom,
  inDialogOf,
  OFFER,
  reply,
  sdp,
  text,
} from './world.ts'

const RUNS = 1000
const FRAMES_A_RUN = 40

/** How one frame is spoiled: where (in thousandths of its length), and by what. */
interface Mutation {
  readonly kind: number
  readonly at: number
  readonly length: number
  readonly junk: string
}

const NASTY = [
  '',
  '\r\n',
  '\r\n\r\n',
  '\0',
  '"',
  '<',
  '>',
  ';',
  ',',
  '%00',
  '\u{1f600}',
  'tag=',
  'Via: ',
  'Content-Length: 99999\r\n',
  'Require: foo\r\n',
  'CSeq: 4294967296 INFO\r\n',
  'Contact: *\r\n',
  'Session-Expires: 1;refresher=uas\r\n',
  'Session-Expires: 99999999999\r\n',
  'Record-Route: x\r\n',
  'Replaces: a;to-tag=b;from-tag=c\r\n',
  'Refer-To: sip:x@y\r\n',
  '99999999999999999999',
  '-1',
]

function mutate(frame: string, other: string, { kind, at, length, junk }: Mutation): string {
  const from = Math.floor((at * frame.length) / 1000)
  const lines = frame.split('\r\n')
  const line = from % lines.length
  switch (kind) {
    case 0:
      return frame.slice(0, from) + junk + frame.slice(from)
    case 1:
      return frame.slice(0, from) + frame.slice(from + length)
    case 2:
      return frame.slice(0, from)
    case 3:
      return frame.slice(0, from) + other.slice(from)
    case 4:
      return [...lines.slice(0, line), ...lines.slice(line + 1)].join('\r\n')
    case 5:
      return [...lines.slice(0, line), lines[line], ...lines.slice(line)].join('\r\n')
    case 6:
      return lines
        .map((value, index) => (index === line ? value.replace(/: .*/, `: ${junk}`) : value))
        .join('\r\n')
    case 7:
      return frame.replace(/\d+/g, (digits) => (digits.length % 3 === length % 3 ? String(at) : digits))
    case 8:
      return frame.replace(/tag=\w+/g, `tag=${junk}`)
    default:
      return frame
  }
}

const mutations = tuple(
  integer({ min: 0, max: 8 }),
  integer({ min: 0, max: 1000 }),
  integer({ min: 1, max: 60 }),
  oneof(constantFrom(...NASTY), string({ maxLength: 12 })),
).map(([kind, at, length, junk]): Mutation => ({ kind, at, length, junk }))
const plans = array(
  tuple(integer({ min: 0, max: 99 }), integer({ min: 0, max: 99 }), mutations, integer({ min: 0, max: 3 })),
  {
    minLength: FRAMES_A_RUN,
    maxLength: FRAMES_A_RUN,
  },
)

/** A call that is up, an INFO and a re-INVITE of ours under way, and frames that its peer might send. */
function live(isCaller: boolean) {
  const called = isCaller ? calledWorld() : undefined
  const answered = isCaller
    ? undefined
    : answeredWorld({}, ['Supported: timer', 'Session-Expires: 1800', 'Allow: UPDATE'])
  const world = called?.world ?? answered?.world
  const leg = called?.leg ?? answered?.leg ?? ''
  if (!world) throw new Error('no world')
  const inDialog = (options: Parameters<typeof text>[0]): string =>
    called ? inDialogOf(called.invite, options) : answered ? inDialogFrom(answered.response, options) : ''
  world.act((now) => world.agent.info(leg, 'application/dtmf-relay', 'Signal=1', now))
  world.act((now) => world.agent.reoffer(leg, sdp('ours'), now))
  world.act((now) => world.agent.register(now))
  const own = world.request('INVITE')
  const frames = [
    inDialog({ method: 'INFO', seq: 201, body: 'Signal=1', type: 'application/dtmf-relay' }),
    inDialog({ method: 'INVITE', seq: 202, body: OFFER }),
    inDialog({
      method: 'UPDATE',
      seq: 203,
      headers: ['Session-Expires: 1800;refresher=uac', 'Supported: timer'],
    }),
    inDialog({ method: 'OPTIONS', seq: 204 }),
    inDialog({
      method: 'NOTIFY',
      seq: 205,
      headers: ['Event: refer', 'Subscription-State: active'],
      body: 'SIP/2.0 180 Ringing',
      type: 'message/sipfrag',
    }),
    inDialog({
      method: 'REFER',
      seq: 206,
      headers: ['Refer-To: <sip:x@y?Replaces=a%3Bto-tag%3Db%3Bfrom-tag%3Dc>'],
    }),
    inDialog({ method: 'ACK', seq: 202, body: ANSWER }),
    inDialog({ method: 'CANCEL', seq: 202 }),
    inDialog({ method: 'PRACK', seq: 207, headers: ['RAck: 1 1 INVITE'] }),
    text({
      method: 'INVITE',
      callId: 'fuzz',
      body: OFFER,
      headers: ['Record-Route: <sip:p;lr>', 'P-Asserted-Identity: "A" <sip:a@b>'],
    }),
    text({ method: 'CANCEL', callId: 'fuzz' }),
    reply(world.request('INFO'), 200),
    reply(own, 100),
    reply(own, 200, { body: ANSWER, headers: ['Session-Expires: 1800;refresher=uas'] }),
    reply(own, 491),
    reply(world.request('REGISTER'), 200, {
      contact: headerValue(world.request('REGISTER'), 'Contact') ?? '',
    }),
    reply(world.request('REGISTER'), 401, {
      headers: ['WWW-Authenticate: Digest realm="r", nonce="n", qop="auth"'],
    }),
    '\r\n',
    '\r\n\r\n',
  ]
  return { world, leg, frames }
}

/** A frame that says in good order that the call is over. */
function isEnd(frame: string): boolean {
  const parsed = parseMessage(frame)
  if (!parsed.ok) return false
  const { message } = parsed
  return isRequest(message) ? message.method === 'BYE' : message.status === 481 || message.status === 408
}

describe('mutated frames into a live call', () => {
  test(`${RUNS * FRAMES_A_RUN} frames: nothing throws, garbage never ends the call`, () => {
    const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 2 ** 31)
    console.info(`sip: ${RUNS * FRAMES_A_RUN} mutated frames into live dialogs, seed ${seed}`)
    let refused = 0
    let served = 0
    let faults = 0
    assert(
      property(integer({ min: 0, max: 1 }), plans, (side, plan) => {
        const { world, leg, frames } = live(side === 0)
        for (const [index, otherIndex, mutation, pause] of plan) {
          const frame = frames[index % frames.length] ?? ''
          const mutated = mutate(frame, frames[otherIndex % frames.length] ?? '', mutation)
          world.clear()
          world.receive(mutated)
          for (const fact of world.facts) {
            if (fact.type === 'bad-frame') refused++
            else served++
            if (fact.type === 'bad-frame' && fact.detail.startsWith('internal')) faults++
          }
          if (world.factsOf('ended').some((end) => end.leg === leg)) {
            expect(isEnd(mutated), mutated).toBe(true)
            return
          }
          if (pause === 3) world.act((now) => world.agent.answerOffer(leg, ANSWER, now))
        }
        world.clear()
        world.act((now) => world.agent.hangup(leg, now))
        expect(world.factsOf('ended')).toMatchObject([{ leg, by: 'local' }])
      }),
      { seed, numRuns: RUNS },
    )
    console.info(`sip: ${served} facts from frames that were understood, ${refused} frames refused`)
    expect(faults).toBe(0)
    expect(refused).toBeGreaterThan(1000)
    expect(served).toBeGreaterThan(1000)
  }, 120_000)
})
