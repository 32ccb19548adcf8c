import { createServer } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { createWsServer, type WsServerOptions } from '../src/transport/ws-server.ts'

const cleanups: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

async function start(options: Partial<WsServerOptions> = {}) {
  const frames: string[] = []
  const flows: string[] = []
  const gone: string[] = []
  const server = createWsServer({
    onOpen: (flow) => flows.push(flow),
    onFrame: (flow, frame) => frames.push(`${flow} ${frame}`),
    onClose: (flow) => gone.push(flow),
    log: () => undefined,
    ...options,
  })
  const http = createServer()
  http.on('upgrade', server.handleUpgrade)
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  const { port } = http.address() as AddressInfo
  cleanups.push(async () => {
    await server.close()
    http.closeAllConnections()
    await new Promise((resolve) => http.close(resolve))
  })
  return { server, port, frames, flows, gone }
}

function open(port: number, protocol: string | undefined = 'sip', headers: Record<string, string> = {}) {
  const socket = new WebSocket(`ws://127.0.0.1:${String(port)}/`, protocol, { headers })
  const refused = new Promise<number>((resolve) => {
    socket.on('unexpected-response', (_request, response) => {
      resolve(response.statusCode ?? 0)
      socket.terminate()
    })
  })
  socket.on('error', () => undefined)
  return {
    socket,
    refused,
    opened: new Promise<void>((resolve) => socket.on('open', resolve)),
    closed: new Promise<number>((resolve) => socket.on('close', resolve)),
  }
}

test('speaks the sub-protocol sip, and only that', async () => {
  const { port } = await start()
  const phone = open(port)
  await phone.opened
  expect(phone.socket.protocol).toBe('sip')
  expect(await open(port, 'xmpp').refused).toBe(400)
})

test('an upgrade without any sub-protocol is refused with 400', async () => {
  const { port } = await start()
  const socket = new WebSocket(`ws://127.0.0.1:${String(port)}/`)
  socket.on('error', () => undefined)
  const status = await new Promise((resolve) =>
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode)),
  )
  socket.terminate()
  expect(status).toBe(400)
})

test('a foreign Origin is refused with 403; the right one and a program without one are welcome', async () => {
  const logged: unknown[] = []
  const { port } = await start({
    allowedOrigins: ['https://good.example'],
    log: (level, message, fields) => logged.push({ level, message, ...fields }),
  })
  expect(await open(port, 'sip', { origin: 'https://good.example.evil' }).refused).toBe(403)
  await open(port, 'sip', { origin: 'https://good.example' }).opened
  await open(port).opened
  expect(logged).toMatchObject([
    { level: 'warn', message: 'upgrade refused', status: 403, origin: 'https://good.example.evil' },
    { level: 'info', message: 'socket opened', address: '127.0.0.1', origin: 'https://good.example' },
    { level: 'info', message: 'socket opened', address: '127.0.0.1', flow: 'flow-2' },
  ])
})

test('text and binary frames come through; one over 64 KiB closes with 1009', async () => {
  const { port, frames } = await start()
  const phone = open(port)
  await phone.opened
  phone.socket.send('ấm')
  phone.socket.send(Buffer.from('ấm'))
  phone.socket.send('x'.repeat(65_536))
  await expect.poll(() => frames.length).toBe(3)
  expect(frames.slice(0, 2)).toEqual(['flow-1 ấm', 'flow-1 ấm'])
  phone.socket.send('x'.repeat(65_537))
  expect(await phone.closed).toBe(1009)
})

test('a flood is closed with 1008, and the neighbour goes on', async () => {
  const { port, frames, gone } = await start()
  const [flooder, neighbour] = [open(port), open(port)]
  await Promise.all([flooder.opened, neighbour.opened])
  for (let index = 0; index < 5000; index += 1) flooder.socket.send('\r\n\r\n')
  expect(await flooder.closed).toBe(1008)
  neighbour.socket.send('still here')
  await expect.poll(() => frames.at(-1)).toBe('flow-2 still here')
  expect(frames.length).toBeLessThan(300)
  expect(gone).toEqual(['flow-1'])
})

test('a flooder that ignores the close is cut', async () => {
  const { port, gone } = await start()
  const raw = connect(port, '127.0.0.1')
  raw.on('error', () => undefined)
  raw.write(
    'GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n' +
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: sip\r\n\r\n',
  )
  await new Promise((resolve) => raw.once('data', resolve))
  // A masked one-byte text frame, over and over.
  raw.write(Buffer.concat(Array.from({ length: 1000 }, () => Buffer.from([0x81, 0x81, 0, 0, 0, 0, 65]))))
  await expect.poll(() => gone, { timeout: 3000 }).toEqual(['flow-1'])
  raw.destroy()
})

test('cut ends a socket without a close frame; a refuse window answers 503 and passes', async () => {
  const { port, server, flows } = await start()
  const phone = open(port)
  await phone.opened
  server.refuseFor(150)
  server.cut(flows[0] ?? '')
  expect(await phone.closed).toBe(1006)
  expect(await open(port).refused).toBe(503)
  await new Promise((resolve) => setTimeout(resolve, 160))
  await open(port).opened
})

test('close says 1001 to all and refuses newcomers', async () => {
  const { port, server, gone } = await start()
  const phone = open(port)
  await phone.opened
  await server.close()
  expect(await phone.closed).toBe(1001)
  expect(gone).toEqual(['flow-1'])
  expect(await open(port).refused).toBe(503)
})
