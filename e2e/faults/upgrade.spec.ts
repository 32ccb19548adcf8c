/** Servers that do not become a WebSocket, or not ours. */
import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { expect, test } from './test.ts'
import { changeConfig } from './change-config.ts'
import { record } from './figures.ts'

test('A8 the upgrade is refused with 401, 403, 404, 503: no tight loop, and every try is told', async ({
  openPage,
  server,
}) => {
  test.setTimeout(60_000)
  for (const status of [401, 403, 404, 503]) {
    let upgrades = 0
    const refuser = createServer((_request, response) => void response.writeHead(status).end())
    refuser.on('upgrade', (_request, socket) => {
      upgrades += 1
      socket.end(`HTTP/1.1 ${status} No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`)
    })
    await new Promise<void>((resolve) => refuser.listen(0, '127.0.0.1', resolve))
    const page = await openPage()
    const { port } = refuser.address() as AddressInfo
    await changeConfig(page, (body) => ({ ...body, wss_urls: [`ws://127.0.0.1:${port}/ws`] }))
    await page.connect(server, server.user('1001'))
    expect((await page.next('auto_reconnect', 5_000)).payload['attempt']).toBe(1)
    expect((await page.next('auto_reconnect', 5_000)).payload['attempt']).toBe(2)
    await page.page.waitForTimeout(500)
    expect(await page.story()).toEqual(['auto_reconnect', 'auto_reconnect'])
    record('A8', `upgrades refused with ${status} within 2 s`, upgrades, { is: 2 })
    await page.phone('disconnect')
    await new Promise((resolve) => refuser.close(resolve).closeAllConnections())
  }
})

for (const [name, urlOf, answer] of [
  ['a sub-protocol that is not ours', (port: number) => `ws://127.0.0.1:${port}/ws`, upgradeTo('other')],
  ['no TLS where TLS was said', (port: number) => `wss://127.0.0.1:${port}/ws`, upgradeTo('sip')],
] as const)
  test(`A8 ${name}: no tight loop, and every try is told`, async ({ openPage, server }) => {
    const liar = createServer()
    const sockets = new Set<Duplex>()
    liar.on('connection', (socket) => sockets.add(socket))
    liar.on('upgrade', answer)
    await new Promise<void>((resolve) => liar.listen(0, '127.0.0.1', resolve))
    const page = await openPage()
    const { port } = liar.address() as AddressInfo
    await changeConfig(page, (body) => ({ ...body, wss_urls: [urlOf(port)] }))
    await page.connect(server, server.user('1001'))
    for (const attempt of [1, 2])
      expect((await page.next('auto_reconnect', 5_000)).payload['attempt']).toBe(attempt)
    await page.page.waitForTimeout(500)
    const story = await page.story()
    expect(new Set(story)).toEqual(new Set(['auto_reconnect']))
    record('A8', `attempts told within 2 s: ${name}`, story.length, { is: 2 })
    await page.phone('disconnect')
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => liar.close(resolve))
  })

/** RFC 6455 4.2.2, with whatever sub-protocol. */
function upgradeTo(protocol: string) {
  return (request: IncomingMessage, socket: Duplex): void => {
    const key = `${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`
    const lines = [
      'HTTP/1.1 101 Switching Protocols',
      'Upgrade: websocket',
      'Connection: Upgrade',
      `Sec-WebSocket-Accept: ${createHash('sha1').update(key).digest('base64')}`,
      `Sec-WebSocket-Protocol: ${protocol}`,
    ]
    socket.on('error', () => {})
    socket.write(`${lines.join('\r\n')}\r\n\r\n`)
  }
}
