import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest'
import { readConfig } from '../config.ts'
import { createLogger } from '../logger.ts'
import { startServer } from '../server.ts'
import type { RunningServer } from '../server.ts'
import { createFakePbx } from '../testing/fake-pbx.ts'
import type { FakePbx } from '../testing/fake-pbx.ts'
import { openReceiver, status } from '../testing/receiver.ts'
import type { Receiver } from '../testing/receiver.ts'
import { verifyWebhook } from '../webhooks/verify-webhook.ts'
import { runCommand } from './commands.ts'

const folder = mkdtempSync(join(tmpdir(), 'commands-'))
writeFileSync(join(folder, 'index.html'), '')
afterAll(() => rmSync(folder, { recursive: true }))

let server: RunningServer
let pbx: FakePbx
let receiver: Receiver
const said: string[] = []
const stops: (() => Promise<void>)[] = []

beforeEach(async () => {
  said.length = 0
  receiver = await openReceiver()
  server = await startServer(readConfig(['--port', '0'], {}), {
    log: createLogger('silent'),
    pageFolder: folder,
    sdkFolder: folder,
    embedFolder: folder,
    createPbx: (options) => (pbx = createFakePbx(options)),
  })
  pbx.registered = ['1001']
})
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop()
  await server.close()
  await receiver.close()
})

const run = async (...args: string[]) => {
  const running = await runCommand([...args, '--url', server.url], (line) => said.push(line))
  if (running?.stop) stops.push(running.stop)
}
const call = () =>
  pbx.options.onCall?.({
    step: 'ringing',
    callUuid: 'c1',
    direction: 'inbound',
    callerNumber: '0987654321',
    destinationNumber: '1001',
    extension: '1001',
    startedAt: Date.now(),
  })

test('trigger incoming rings with a name that the phone can look up', async () => {
  await run('trigger', 'incoming', '--from', '0977000111', '--contact', 'Ngô Lan')
  const call = { extension: '1001', number: '0977000111', displayName: 'Ngô Lan' }
  expect(pbx.asked).toEqual([['ringFromOutside', call]])
  expect(said[0]).toContain('call-of-fake')
  const answer = await fetch(`${server.url}/api/contacts/lookup?number=84977000111`, {
    headers: { Authorization: `Bearer ${server.demo?.users[0]?.token}` },
  })
  expect(await answer.json()).toMatchObject({ data: { full_name: 'Ngô Lan' } })
  await run('trigger', 'incoming', '--from', '0977000111', '--contact', 'Ngô Lan')
  expect(pbx.asked.length).toBe(2)
})

test('trigger drop-socket', async () => {
  await run('trigger', 'drop-socket', '--to', '1001', '--refuse-ms', '3000')
  await run('trigger', 'drop-socket')
  expect(pbx.asked).toEqual([
    ['cutSockets', { extension: '1001', refuseMs: 3000 }],
    ['cutSockets', { refuseMs: 0 }],
  ])
})

test('listen prints and passes on, byte for byte; the receiver can check the signature', async () => {
  await run('listen', '--forward-to', receiver.url)
  call()
  await expect.poll(() => said.length).toBe(2)
  expect(said[1]).toContain('pbx.call.ringing')
  expect(said[1]).toContain('-> 204')
  const secret = /Secret: (\w{32})/.exec(said[0] ?? '')?.[1] ?? ''
  const [got] = receiver.received
  expect(verifyWebhook({ rawBody: got?.rawBody ?? '', headers: got?.headers ?? {}, secret })).toMatchObject({
    isValid: true,
    body: { data: { call_uuid: 'c1' } },
  })
})

test('the receiver decides: its failure is the delivery’s', async () => {
  receiver.answer = status(500)
  await run('listen', '--forward-to', receiver.url)
  call()
  await expect.poll(() => said.at(-1)).toContain('-> 500')
  const headers = { Authorization: `Bearer ${server.demo?.users[0]?.token}` }
  const pending = async () =>
    (await fetch(`${server.url}/api/pbx/webhook-deliveries?status=pending`, { headers })).json()
  await expect.poll(pending).toMatchObject({ data: [{ attempts: 1, last_status: 500 }] })
})

test('replay sends the newest delivery again, under the same id', async () => {
  await run('listen', '--forward-to', receiver.url)
  call()
  await expect.poll(() => receiver.received.length).toBe(1)
  // Delivered only when the server has read our answer.
  await expect
    .poll(() =>
      run('replay').then(
        () => true,
        () => false,
      ),
    )
    .toBe(true)
  await expect.poll(() => receiver.received.length).toBe(2)
  const [first, second] = receiver.received.map((one) => one.headers['x-zorio-delivery'])
  expect(second).toBe(first)
  await expect
    .poll(() =>
      run('replay', String(first)).then(
        () => true,
        () => false,
      ),
    )
    .toBe(true)
  await expect.poll(() => receiver.received.length).toBe(3)
})

test('listen leaves nothing behind', async () => {
  await run('listen')
  for (const stop of stops.splice(0)) await stop()
  const headers = { Authorization: `Bearer ${server.demo?.users[0]?.token}` }
  const list = await fetch(`${server.url}/api/pbx/webhooks`, { headers })
  expect(await list.json()).toEqual({ data: [] })
})

test.each([
  [['trigger', 'incoming', '--from', '0987654321', '--to', '1003'], 'is not registered'],
  [['trigger', 'incoming'], 'from'],
  [['trigger', 'incoming', '--from', 'x y'], 'Must be a phone number'],
  [['trigger', 'other'], 'trigger incoming'],
  [['trigger', 'drop-socket', '--refuse-ms', 'soon'], 'refuse_ms'],
  [['replay'], 'There is no delivery yet'],
  [['replay', 'nothing'], '404'],
  [['trigger', 'drop-socket', '--token', '1|wrong-token-wrong-token-wrong'], '401'],
  [['listen', '--forward-to', 'ftp://x'], '--forward-to'],
])('%j fails in words: %s', async (args, words) => {
  await expect(run(...args)).rejects.toThrow(words)
})

test('without a server it says how to start one', async () => {
  const nowhere = runCommand(['trigger', 'drop-socket', '--url', 'http://127.0.0.1:1'], () => undefined)
  await expect(nowhere).rejects.toThrow('No server answers at http://127.0.0.1:1')
})

test('other arguments are the server’s', async () => {
  expect(await runCommand(['--port', '0'], () => undefined)).toBeUndefined()
})
