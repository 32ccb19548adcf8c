import { between, connectThrough, expect, test } from './test.ts'
import { silentSeconds } from './until-heard.ts'
import { record } from './figures.ts'

const spread = (base: number) => [base, base + 500] as const

test('A1 connection reset: told once, in order, at once, and retried on schedule', async ({
  openPage,
  server,
  wire,
}) => {
  const page = await openPage()
  await connectThrough(wire, page, server)
  wire.refuse(true)
  wire.reset()
  const disconnected = await page.next('disconnected')
  const unregistered = await page.next('unregistered')
  const first = await page.next('auto_reconnect')
  expect(between(disconnected, unregistered)).toBeLessThan(50)
  record('A1', 'disconnected to auto_reconnect, ms', between(disconnected, first), { atMost: 50 })
  const waits = [first]
  for (let attempt = 2; attempt <= 4; attempt += 1) waits.push(await page.next('auto_reconnect', 20_000))
  for (const [index, base] of [1000, 2000, 4000, 8000].entries()) {
    const [least, most] = spread(base)
    expect(waits[index]?.payload['delay_ms']).toBeGreaterThanOrEqual(least)
    expect(waits[index]?.payload['delay_ms']).toBeLessThanOrEqual(most)
  }
  expect((await page.story()).filter((name) => name === 'disconnected')).toHaveLength(1)
})

test('A1 one blip: back within two seconds', async ({ openPage, server, wire }) => {
  const page = await openPage()
  await connectThrough(wire, page, server)
  wire.reset()
  const disconnected = await page.next('disconnected')
  const registered = await page.next('registered')
  record('A1', 'reset to registered, ms', between(disconnected, registered), { atMost: 2000 })
})

test('A3 zombie socket, idle: found dead within 30 s without onclose', async ({ openPage, server, wire }) => {
  test.setTimeout(90_000)
  const page = await openPage()
  await connectThrough(wire, page, server)
  const started = await page.page.evaluate(() => performance.now())
  wire.stallPresent()
  const stale = await page.page
    .waitForFunction(
      () => (window as unknown as { phone: { status: string } }).phone.status !== 'registered',
      undefined,
      { timeout: 35_000 },
    )
    .then(() => page.page.evaluate(() => performance.now()))
  record('A3', 'silence to status no longer registered, ms', stale - started, { atMost: 30_000 })
  const disconnected = await page.next('disconnected', 35_000)
  record('A3', 'silence to disconnected, idle, ms', disconnected.at - started, { atMost: 30_000 })
  await page.next('connected', 20_000)
  record('A3', 'old sockets still closing when the new one is up', (await page.openSockets()) - 1, { is: 1 })
  await page.next('registered', 20_000)
  wire.flow()
})

test('A4 zombie socket in a call: found within 15 s, audio never stops', async ({
  openPage,
  server,
  wire,
}) => {
  test.setTimeout(90_000)
  const page = await openPage()
  await connectThrough(wire, page, server)
  await page.dial('9440')
  await page.next('call_answered')
  const started = await page.page.evaluate(() => performance.now())
  wire.stall('up', 'down')
  const heard = silentSeconds(page, 8000)
  const disconnected = await page.next('disconnected', 20_000)
  record('A4', 'silence to disconnected, in a call, ms', disconnected.at - started, { atMost: 15_000 })
  record('A4', 'seconds without audio in 8 s of zombie socket', await heard, { is: 0 })
  expect(await page.story()).not.toContain('call_hangup')
})

for (const [where, mostMs] of [
  ['idle', 30_000],
  ['in a call', 15_000],
] as const) {
  test(`A5 one way, ${where}: what we send is lost while the server still talks`, async ({
    openPage,
    server,
    wire,
  }) => {
    test.setTimeout(90_000)
    const page = await openPage()
    await connectThrough(wire, page, server)
    if (where === 'in a call') {
      await page.dial('9440')
      await page.next('call_answered')
    }
    const started = await page.page.evaluate(() => performance.now())
    wire.swallow('up')
    const disconnected = await page.next('disconnected', 35_000)
    const ms = disconnected.at - started
    record('A5', `one-way socket to disconnected, ${where}, ms`, ms, { atMost: mostMs })
    wire.flow()
    await page.next('registered', 20_000)
    expect(await page.story()).not.toContain('call_hangup')
  })
}

test('A7 a server that accepts and never answers: given up within 10 s', async ({
  openPage,
  server,
  wire,
}) => {
  test.setTimeout(60_000)
  const page = await openPage()
  await connectThrough(wire, page, server)
  wire.acceptSilently(true)
  wire.reset()
  await page.next('auto_reconnect')
  const second = await page.next('auto_reconnect', 20_000)
  const gaveUp = (await page.timeOf(second.at)) - (wire.accepted.at(-1) as number)
  expect(second.payload['attempt']).toBe(2)
  record('A7', 'connect attempt given up after, ms', gaveUp, { atMost: 10_050 })
})

test('A10 flapping: an open socket is no success, the waits grow', async ({ openPage, server, wire }) => {
  test.setTimeout(60_000)
  const page = await openPage()
  await connectThrough(wire, page, server)
  wire.filter((message) => {
    if (message.startsWith('REGISTER')) setTimeout(() => wire.reset(), 50)
    return message.startsWith('REGISTER') ? 'drop' : 'pass'
  })
  wire.reset()
  const attempts: unknown[] = []
  for (let attempt = 1; attempt <= 4; attempt += 1)
    attempts.push((await page.next('auto_reconnect', 20_000)).payload['attempt'])
  record('A10', 'attempts while flapping', attempts.join(' '), { is: '1 2 3 4' })
})

test('A13 offline, then online in the middle of a long wait: tried at once', async ({
  openPage,
  server,
  wire,
}) => {
  test.setTimeout(60_000)
  const page = await openPage()
  await connectThrough(wire, page, server)
  wire.refuse(true)
  wire.reset()
  for (let attempt = 1; attempt <= 4; attempt += 1) await page.next('auto_reconnect', 20_000)
  wire.refuse(false)
  await page.page.context().setOffline(true)
  await page.page.waitForTimeout(200)
  const online = await page.page.evaluate(() => performance.now())
  await page.page.context().setOffline(false)
  const registered = await page.next('registered', 5_000)
  record('A13', 'online to registered, ms', registered.at - online, { atMost: 1000 })
})

test('A14 a false offline event: nothing is torn down', async ({ openPage, server, wire }) => {
  const page = await openPage()
  await connectThrough(wire, page, server)
  await page.page.evaluate(() => {
    window.dispatchEvent(new Event('offline'))
    window.dispatchEvent(new Event('online'))
  })
  await page.page.waitForTimeout(3000)
  expect(await page.status()).toBe('registered')
  record('A14', 'events after a false offline', (await page.story()).length - 2, { is: 0 })
})

test('A16 frames in one-byte pieces; and an INVITE whose CANCEL lies in the same backlog never rings', async ({
  openPage,
  server,
  wire,
}) => {
  const page = await openPage()
  wire.slice(1)
  await connectThrough(wire, page, server)
  wire.slice(0)
  const caller = await openPage()
  await caller.connectAndRegister(server, '1002')
  wire.stall('down')
  const uuid = await caller.dial('1001')
  await caller.page.waitForTimeout(800)
  await caller.act(uuid, 'hangup')
  await caller.page.waitForTimeout(500)
  wire.flow()
  await page.page.waitForTimeout(1500)
  const rings = (await page.story()).filter((name) => name === 'incoming_call')
  record('A16', 'ghost rings', rings.length, { is: 0 })
})
