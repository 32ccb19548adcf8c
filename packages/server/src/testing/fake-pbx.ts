/** A PBX that records what it is told and answers upgrades with 503. */
import type { Pbx, PbxOptions } from '@zorio/pbx'

export interface FakePbx extends Pbx {
  readonly options: PbxOptions
  readonly upgrades: string[]
  isClosed: boolean
}

export function createFakePbx(options: PbxOptions): FakePbx {
  const fake: FakePbx = {
    options,
    upgrades: [],
    isClosed: false,
    handleUpgrade(request, socket) {
      fake.upgrades.push(request.url ?? '')
      socket.end('HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
    },
    registrations: () => [],
    ringFromOutside: () => Promise.reject(new Error('nobody is registered')),
    cutSockets: () => undefined,
    hangUpCallsOf: () => 0,
    close: async () => {
      fake.isClosed = true
    },
  }
  return fake
}
