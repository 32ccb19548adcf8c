import { DemoServer } from '../harness/demo-server.ts'
import { expect, test } from '../harness/test.ts'

test('[spec 10.4] an outage that lasts too long is told once, while the tries go on', async ({
  openPage,
}) => {
  const server = new DemoServer()
  await server.start()
  try {
    const page = await openPage()
    await page.connect(server, server.user('1001'), { reconnectFailedAfterMs: 2000 })
    await page.next('registered')
    await server.stop('SIGKILL')
    // A part that the SDK was still loading from the server that died is another error; it may be told before.
    let told = await page.next('error', 10_000)
    while (told.payload['code'] === 'dtmf_receive_unavailable') told = await page.next('error', 10_000)
    expect(told.payload['code']).toBe('reconnect_failed')
    await page.next('auto_reconnect', 10_000)
    const errors = (await page.log()).filter((entry) => entry.payload['code'] === 'reconnect_failed')
    expect(errors).toHaveLength(1)
    expect(await page.phone('call', '1002'), 'nothing is dialled later').toBe('not_registered')
  } finally {
    await server.stop('SIGKILL')
  }
})

test('a running call survives the loss of the socket, and the far end can still end it', async ({
  phone,
  openPage,
  server,
}) => {
  const callee = await openPage()
  await callee.connect(server, server.user('1002'), {}, { answerAll: true })
  await callee.next('registered')
  const uuid = await phone.dial('1002')
  await phone.next('call_answered')
  await callee.next('call_answered')
  // Frames no longer leave and no longer arrive: what a lost Wi-Fi looks like.
  await phone.page.context().setOffline(true)
  await phone.next('disconnected', 25_000)
  // Audio goes on without signalling.
  await (await phone.hearsOver((heard) => heard.packetsReceived)).toBeGreaterThan(30)
  await phone.page.context().setOffline(false)
  await phone.next('registered', 25_000)
  expect(await phone.story()).not.toContain('call_hangup')
  await phone.page.waitForTimeout(500)
  expect(await callee.act(uuid, 'hangup')).toBe('ok')
  expect((await phone.next('call_hangup', 5_000)).payload['reason']).toBe('normal_clearing')
})

test('a slow CRM never holds the ring back: contact null first, the late answer updates the call', async ({
  phone,
  openPage,
  server,
}) => {
  await phone.page.route('**/api/contacts/lookup**', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 1500))
    await route.fulfill({
      json: { data: { id: 7, full_name: 'Trần Bình' } },
      headers: { 'access-control-allow-origin': '*' },
    })
  })
  const caller = await openPage()
  await caller.connectAndRegister(server, '1002')
  await caller.dial('1001')
  const incoming = await phone.next('incoming_call')
  expect(incoming.payload['contact']).toBeNull()
  await expect
    .poll(async () =>
      (await phone.log()).some(
        (entry) =>
          entry.name === 'call_updated' && (entry.payload['changed'] as string[]).includes('contact'),
      ),
    )
    .toBe(true)
  const updated = (await phone.log()).findLast((entry) => entry.name === 'call_updated')
  expect(updated?.payload.call?.['contact']).toMatchObject({ full_name: 'Trần Bình' })
})
