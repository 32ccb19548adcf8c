/** The host page as a fault: handlers that throw, calls from inside handlers, and a disconnect() at every moment. */
import { connectThrough, expect, test } from './test.ts'
import { isAnswerTo, isRequest } from './sip-text.ts'
import { record } from './figures.ts'
import type { PhonePage } from '../harness/phone-page.ts'

interface Globals {
  phone: {
    on: (name: string, handler: (payload: never) => unknown) => void
    off: (name: string) => void
    calls: { hangup: () => Promise<void> }[]
    disconnect: () => Promise<void>
    register: () => Promise<void>
  }
  log: unknown[]
  heard: string[]
}

const names = [
  'registered',
  'unregistered',
  'connected',
  'disconnected',
  'incoming_call',
  'call_ringing',
  'call_answered',
  'call_hangup',
  'dtmf',
  'error',
  'auto_reconnect',
  'audio_autoplay_blocked',
]

/** A second handler of each event that fails, and a third that must still hear of it. */
async function breakHandlers(page: PhonePage): Promise<void> {
  await page.page.evaluate((all) => {
    const { phone } = window as unknown as Globals
    const heard: string[] = []
    ;(window as unknown as Globals).heard = heard
    for (const [index, name] of all.entries()) {
      phone.on(name, () => {
        if (index % 2 === 0) throw new Error(`the host's handler of ${name}`)
        return Promise.reject(new Error(`the host's handler of ${name}`))
      })
      phone.on(name, () => heard.push(name))
    }
  }, names)
}

test('F1 F2 every handler of the host fails: the phone and the other handlers go on', async ({
  openPage,
  server,
  wire,
}) => {
  const page = await openPage()
  await connectThrough(wire, page, server)
  await breakHandlers(page)
  const caller = await openPage()
  await caller.connectAndRegister(server, '1002')
  await caller.dial('1001')
  const incoming = await page.next('incoming_call')
  expect(await page.act(incoming.payload.call?.uuid as string, 'answer')).toBe('ok')
  await page.next('call_answered')
  await caller.next('call_answered')
  wire.reset()
  await page.next('registered', 10_000)
  expect(await page.act(incoming.payload.call?.uuid as string, 'hangup')).toBe('ok')
  await page.next('call_hangup')
  const heard = await page.page.evaluate(() => (window as unknown as Globals).heard)
  const told = (await page.story()).slice(2)
  record('F1', 'events that a later handler missed', told.length - heard.length, { is: 0 })
  expect(heard).toEqual(told)
})

test('F2 an error that nobody listens to stays inside', async ({ openPage, server, wire }) => {
  const page = await openPage()
  await page.connect(server, server.user('1001'), { apiBase: wire.url, reconnectFailedAfterMs: 1000 })
  await page.next('registered')
  await page.page.evaluate(() => (window as unknown as Globals).phone.off('error'))
  wire.refuse(true)
  wire.reset()
  await page.next('auto_reconnect')
  await page.page.waitForTimeout(1500)
  wire.refuse(false)
  await page.next('registered', 10_000)
  record('F2', 'uncaught errors', (await page.failures()).length, { is: 0 })
})

test('F4 calls from inside handlers: nothing is stuck', async ({ openPage, server, wire }) => {
  const page = await openPage()
  await connectThrough(wire, page, server)
  await page.page.evaluate(() => {
    const { phone } = window as unknown as Globals
    phone.on('incoming_call', ({ call }: { call: { hangup: () => Promise<void> } }) => void call.hangup())
    phone.on('auto_reconnect', () => void phone.register())
  })
  const caller = await openPage()
  await caller.connectAndRegister(server, '1002')
  await caller.dial('1001')
  await page.next('call_hangup')
  const refused = await caller.next('call_hangup')
  expect(refused.payload['reason']).toBe('call_rejected')
  wire.reset()
  await page.next('registered', 10_000)
  expect(await page.openSockets()).toBe(1)
  await page.page.evaluate(() => {
    const { phone } = window as unknown as Globals
    phone.on('disconnected', () => void phone.disconnect())
  })
  wire.reset()
  await page.next('disconnected')
  await page.page.waitForTimeout(2500)
  expect(await page.status()).toBe('disconnected')
  record('F4', 'sockets after disconnect() in disconnected', await page.openSockets(), { is: 0 })
})

test('F6 register() twice at the same moment: one socket, one registration', async ({
  openPage,
  server,
  wire,
}) => {
  const page = await openPage()
  await page.connect(server, server.user('1001'), { apiBase: wire.url, autoRegister: false })
  await page.next('connected')
  wire.messages.length = 0
  const both = await Promise.all([page.phone('register'), page.phone('register')])
  expect(both).toEqual(['ok', 'ok'])
  await page.page.waitForTimeout(500)
  const answers = wire.messages.filter((one) => isAnswerTo(one.text, 'REGISTER', 200)).length
  record('F6', 'registrations for two register()', answers, { is: 1 })
  expect(await page.openSockets()).toBe(1)
})

test('F7 disconnect() at every moment of the start and of a reconnect: it stays down', async ({
  openPage,
  server,
  wire,
}) => {
  test.setTimeout(90_000)
  wire.latency(15)
  const page = await openPage()
  const moments = [0, 15, 30, 50, 75, 110, 160]
  for (const [index, waitMs] of [...moments, ...moments].entries()) {
    const isReconnect = index >= moments.length
    await page.connect(server, server.user('1001'), { apiBase: wire.url })
    if (isReconnect) {
      page.rewind()
      await expect.poll(() => page.status()).toBe('registered')
      wire.reset()
      await page.page.waitForTimeout(900 + waitMs * 4)
    } else await page.page.waitForTimeout(waitMs)
    await page.phone('disconnect')
    const events = (await page.log()).length
    await page.page.waitForTimeout(300)
    expect((await page.log()).length, `events after disconnect(), ${waitMs} ms`).toBe(events)
    expect(await page.openSockets(), `sockets after disconnect(), ${waitMs} ms`).toBe(0)
  }
  await page.page.waitForTimeout(3000)
  const left = await page.openSockets()
  record('F7', `sockets and events after ${moments.length * 2} disconnects`, left, { is: 0 })
})

test('F7 disconnect() ends a call at the far end too', async ({ openPage, server, wire }) => {
  const page = await openPage()
  await connectThrough(wire, page, server)
  const callee = await openPage()
  await callee.connect(server, server.user('1002'), {}, { answerAll: true })
  await callee.next('registered')
  await page.dial('1002')
  await page.next('call_answered')
  const started = performance.now()
  expect(await page.phone('disconnect')).toBe('ok')
  await callee.next('call_hangup', 3_000)
  record('F7', 'disconnect() in a call to the far end gone, ms', performance.now() - started, {
    atMost: 1000,
  })
  expect(wire.messages.some((one) => isRequest(one.text, 'BYE'))).toBe(true)
  expect(await page.liveConnections()).toBe(0)
})
