import { DemoServer } from '../harness/demo-server.ts'
import { expect, test } from '../harness/test.ts'

test('[spec 1.1] [spec 3.1] connected, then registered, and the extension is known', async ({
  openPage,
  server,
}) => {
  const page = await openPage()
  await page.connect(server, server.user('1001'))
  const connected = await page.next('connected')
  expect(connected.status).not.toBe('registered')
  const registered = await page.next('registered')
  expect(registered.payload).toEqual({})
  expect(registered.status).toBe('registered')
  expect(await page.story()).toEqual(['connected', 'registered'])
  expect(
    await page.page.evaluate(() => (window as unknown as { phone: { extension: string } }).phone.extension),
  ).toBe('1001')
})

test('[spec 2.1] unregister() says manual, and calls no longer arrive', async ({
  phone,
  openPage,
  server,
}) => {
  expect(await phone.phone('unregister')).toBe('ok')
  expect((await phone.next('unregistered')).payload).toEqual({ reason: 'manual' })
  expect(await phone.status()).toBe('unregistered')
  const caller = await openPage()
  await caller.connectAndRegister(server, '1002')
  await caller.dial('1001')
  expect((await caller.next('call_hangup')).payload['reason']).toBe('subscriber_absent')
  expect(await phone.phone('register')).toBe('ok')
  await phone.next('registered')
})

test('[spec 4.1] [spec 2.3] [spec 11.1] a socket cut without a close frame: disconnected, unregistered, auto_reconnect, back', async ({
  phone,
}) => {
  await phone.dial('9999')
  const disconnected = await phone.next('disconnected', 15_000)
  expect(typeof disconnected.payload['reason']).toBe('string')
  const unregistered = await phone.next('unregistered')
  expect(unregistered.payload).toEqual({ reason: 'transport_disconnect' })
  const first = await phone.next('auto_reconnect')
  expect(first.payload['attempt']).toBe(1)
  expect(first.payload['delay_ms']).toBeGreaterThanOrEqual(1000)
  expect(first.payload['delay_ms']).toBeLessThanOrEqual(1500)
  expect(unregistered.at - disconnected.at).toBeLessThan(50)
  // [spec 1.2] registered again after the reconnect.
  await phone.next('connected', 20_000)
  await phone.next('registered', 20_000)
  await expect.poll(() => phone.openSockets()).toBe(1)
})

test('[spec 1.2] [spec 11.2] [spec 11.3] the server dies and comes back: the schedule grows, registered comes again, the counter starts anew', async ({
  openPage,
}) => {
  const server = new DemoServer(['--db', test.info().outputPath('restart.db')])
  await server.start()
  const { port } = server
  try {
    const page = await openPage()
    await page.connectAndRegister(server, '1001')
    await server.stop('SIGKILL')
    const delays: number[] = []
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      const { payload } = await page.next('auto_reconnect', 15_000)
      expect(payload['attempt']).toBe(attempt)
      delays.push(payload['delay_ms'] as number)
    }
    for (const [index, base] of [1000, 2000, 4000].entries()) {
      expect(delays[index]).toBeGreaterThanOrEqual(base)
      expect(delays[index]).toBeLessThanOrEqual(base + 500)
    }
    await server.start(port)
    await page.next('registered', 30_000)
    expect(await page.status()).toBe('registered')
    await server.stop('SIGKILL')
    expect((await page.next('auto_reconnect', 15_000)).payload['attempt']).toBe(1)
  } finally {
    await server.stop('SIGKILL')
  }
})

test('[spec 10.2] wrong token: connect() rejects, and no event is lost on nobody', async ({
  openPage,
  server,
}) => {
  const page = await openPage()
  const code = await page.page.evaluate(
    async ([sdk, apiBase]) => {
      const { ZorioWebphone } = (await import(sdk as string)) as {
        ZorioWebphone: { connect: (o: object) => Promise<unknown> }
      }
      const seen: string[] = []
      const onError = (error: { code: string }) => seen.push(error.code)
      const rejected = await ZorioWebphone.connect({ apiBase, token: 'nobody|nothing', onError }).then(
        () => 'resolved',
        (error: { code: string; name: string }) => `${error.name} ${error.code}`,
      )
      return { rejected, seen }
    },
    [server.sdk, server.url],
  )
  expect(code.rejected).toBe('ZorioWebphoneError token_rejected')
  expect(code.seen).toEqual(['token_rejected'])
})

test('[spec 10.2] no back end: bootstrap_failed', async ({ openPage, server }) => {
  const page = await openPage()
  const code = await page.page.evaluate(
    async ([sdk]) => {
      const { ZorioWebphone } = (await import(sdk as string)) as {
        ZorioWebphone: { connect: (o: object) => Promise<unknown> }
      }
      return ZorioWebphone.connect({ apiBase: 'http://127.0.0.1:9', token: 'a|b' }).then(
        () => 'resolved',
        (error: { code: string; retryable: boolean; remedy: string }) => error.code,
      )
    },
    [server.sdk],
  )
  expect(code).toBe('bootstrap_failed')
})

test('[spec P.3] status says what a dashboard needs at each of its five events', async ({
  openPage,
  server,
}) => {
  const page = await openPage()
  await page.connectAndRegister(server, '1003')
  await page.phone('unregister')
  const log = await page.log()
  const statusAt = (name: string) => log.find((entry) => entry.name === name)?.status
  expect(statusAt('connected')).toBe('registering')
  expect(statusAt('registered')).toBe('registered')
  expect(statusAt('unregistered')).not.toBe('registered')
})

test('[spec P.4] disconnect() closes the socket and every call, and nothing comes after it', async ({
  phone,
}) => {
  const uuid = await phone.dial('9440')
  await phone.next('call_answered')
  expect(await phone.phone('disconnect')).toBe('ok')
  // The far side's close frame comes when it comes.
  await expect.poll(() => phone.openSockets()).toBe(0)
  expect(await phone.liveConnections()).toBe(0)
  const ended = (await phone.log()).filter((entry) => entry.name === 'call_hangup')
  expect(ended.map((entry) => entry.payload.call?.uuid)).toEqual([uuid])
  const before = (await phone.log()).length
  await phone.page.waitForTimeout(2500)
  expect((await phone.log()).length).toBe(before)
  expect(await phone.status()).toBe('disconnected')
})
