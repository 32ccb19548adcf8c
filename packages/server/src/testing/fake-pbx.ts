/** A PBX that records what it is told and answers upgrades with 503. */
import type { Pbx, PbxOptions } from '@zorio/pbx'

export interface FakePbx extends Pbx {
  readonly options: PbxOptions
  readonly upgrades: string[]
  isClosed: boolean
  /** Extensions with a phone. */
  registered: string[]
  /** Commands, in order. */
  readonly asked: [string, unknown][]
}

export function createFakePbx(options: PbxOptions): FakePbx {
  const ask = (what: string, options: unknown): string => {
    fake.asked.push([what, options])
    return 'call-of-fake'
  }
  const fake: FakePbx = {
    options,
    upgrades: [],
    isClosed: false,
    handleUpgrade(request, socket) {
      fake.upgrades.push(request.url ?? '')
      socket.end('HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
    },
    registered: [],
    registerChallenge: () => 'Digest realm="pbx.test", nonce="first", algorithm=SHA-256, qop="auth"',
    asked: [],
    registrations: () => fake.registered.map((extension) => ({ extension, contacts: 1 })),
    ringFromOutside: async (call) => ask('ringFromOutside', call),
    connectCall: async (call) => ask('connectCall', call),
    cutSockets: (cut) => void ask('cutSockets', cut),
    hangUpCallsOf: (extension, callUuid) => {
      ask('hangUpCallsOf', { extension, callUuid })
      return fake.registered.includes(extension) && callUuid === 'call-of-fake' ? 1 : 0
    },
    keepCall: (extension, call) => {
      ask('keepCall', { extension, ...call })
      return fake.registered.includes(extension) && call.callId === 'call-of-fake'
    },
    close: async () => {
      fake.isClosed = true
    },
  }
  return fake
}
