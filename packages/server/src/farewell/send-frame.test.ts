import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { WebSocketServer } from 'ws'
import { createFrameSender } from './send-frame.ts'
import { byeOf } from './testing/bye.ts'

const proxies: WebSocketServer[] = []
afterEach(() => {
  for (const proxy of proxies.splice(0)) {
    for (const client of proxy.clients) client.terminate()
    proxy.close()
  }
})

/** A SIP proxy that answers each frame with these, and tells what it got. */
async function openProxy(answer: (frame: string) => readonly string[]) {
  const proxy = new WebSocketServer({
    port: 0,
    host: '127.0.0.1',
    handleProtocols: (offered) => [...offered][0] ?? false,
  })
  proxies.push(proxy)
  const got: string[] = []
  proxy.on('connection', (socket) =>
    socket.on('message', (data: Buffer) => {
      got.push(data.toString())
      for (const one of answer(data.toString())) socket.send(one)
    }),
  )
  await once(proxy, 'listening')
  return { url: `ws://127.0.0.1:${(proxy.address() as AddressInfo).port}`, got, proxy }
}

const reply = (frame: string, status: number): string =>
  frame.replace(/^BYE .*/, `SIP/2.0 ${status} Whatever`).replace(/^(Max-Forwards|Route):.*\r\n/gm, '')

const never = new AbortController().signal

test('the status of the final answer to this very BYE', async () => {
  const bye = byeOf()
  const { url, got, proxy } = await openProxy((frame) => [
    '\r\n',
    reply(frame.replace('call-1', 'another'), 500),
    reply(frame, 100),
    reply(frame, 481),
  ])
  expect(await createFrameSender([url])(bye, never)).toBe(481)
  expect(got).toEqual([bye])
  // Nothing is left open.
  await expect.poll(() => proxy.clients.size).toBe(0)
})

test('the next proxy where one is away; all away: rejected, and no call is named', async () => {
  const { url } = await openProxy((frame) => [reply(frame, 200)])
  const dead = 'ws://127.0.0.1:9'
  expect(await createFrameSender([dead, url])(byeOf(), never)).toBe(200)
  const error = await createFrameSender([dead])(byeOf(), never).catch((caught: unknown) => caught as Error)
  expect(String(error)).toMatch(/No SIP proxy/)
  expect(String(error)).not.toMatch(/1002|call-1/)
})

test('cut off at a shutdown', async () => {
  const { url, got } = await openProxy(() => [])
  const closing = new AbortController()
  const sent = createFrameSender([url])(byeOf(), closing.signal)
  await expect.poll(() => got.length).toBe(1)
  closing.abort()
  await expect(sent).rejects.toThrow(/No SIP proxy/)
})
