import JsSIP from 'jssip'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { startTestPbx, type TestPbx } from './support/test-pbx.ts'

let house: TestPbx
beforeAll(async () => {
  house = await startTestPbx()
})
afterAll(() => house.close())

/** The socket JsSIP wants, without a browser. */
function socketFor(url: string) {
  let socket: WebSocket | undefined
  return {
    url,
    sip_uri: `sip:${new URL(url).host};transport=ws`,
    via_transport: 'WS',
    onconnect: () => undefined,
    ondisconnect: (_error: boolean, _code?: number, _reason?: string) => undefined,
    ondata: (_data: unknown) => undefined,
    connect() {
      socket = new WebSocket(url, 'sip')
      socket.on('open', () => this.onconnect())
      socket.on('message', (data: Buffer) => this.ondata(data.toString()))
      socket.on('close', (code) => this.ondisconnect(false, code))
    },
    disconnect() {
      socket?.terminate()
    },
    send(message: string) {
      socket?.send(message)
      return true
    },
    isConnected: () => socket?.readyState === WebSocket.OPEN,
    isConnecting: () => socket?.readyState === WebSocket.CONNECTING,
  }
}

test('JsSIP registers and un-registers', async () => {
  const phone = new JsSIP.UA({
    sockets: [{ socket: socketFor(house.url), weight: 0 }],
    uri: 'sip:1003@pbx.test',
    password: 'secret-1003',
  })
  phone.start()
  await new Promise<void>((resolve, reject) => {
    phone.on('registered', () => {
      resolve()
    })
    phone.on('registrationFailed', ({ cause }) => {
      reject(new Error(cause))
    })
  })
  expect(house.pbx.registrations()).toEqual([{ extension: '1003', contacts: 1 }])
  phone.stop()
  await expect.poll(() => house.pbx.registrations()).toEqual([])
})
