import type { Page } from '@playwright/test'
import { expect, test } from '../harness/test.ts'

/** What the page sends on its sockets from now on. */
function sentBy(page: Page): string[] {
  const frames: string[] = []
  page.on('websocket', (socket) => socket.on('framesent', ({ payload }) => frames.push(String(payload))))
  return frames
}

function instanceOf(frames: readonly string[]): string | undefined {
  return frames.map((frame) => /\+sip\.instance="<urn:uuid:([^>]+)>"/.exec(frame)?.[1]).find(Boolean)
}

test('a reloaded page is the same phone to the registrar; a duplicated tab is another one', async ({
  openPage,
  server,
}) => {
  const tab = await openPage()
  const instances: (string | undefined)[] = []
  for (let round = 0; round < 3; round += 1) {
    const frames = sentBy(tab.page)
    tab.rewind()
    await tab.connectAndRegister(server, '1001')
    instances.push(instanceOf(frames))
    if (round < 2) {
      await tab.page.reload()
      await tab.page.waitForFunction(() => (window as unknown as { isReady?: boolean }).isReady)
    }
  }
  expect(instances[0]).toMatch(/^[0-9a-f-]{36}$/)
  expect(new Set(instances).size).toBe(1)
  // What the browser copies when a tab is duplicated.
  const kept = await tab.page.evaluate(() => Object.keys(sessionStorage))
  expect(kept.filter((key) => key.includes('instance'))).toEqual([])
})

test('a page that leaves on a dead socket still ends its call at the PBX, within 5 s', async ({
  openPage,
  server,
  site,
}) => {
  const callee = await openPage()
  await callee.connect(server, server.user('1002'), {}, { answerAll: true })
  await callee.next('registered')
  const caller = await openPage()
  let isDead = false
  await caller.page.routeWebSocket(/./, (socket) => {
    const far = socket.connectToServer()
    socket.onMessage((frame) => {
      if (!isDead) far.send(frame)
    })
  })
  await caller.connectAndRegister(server, '1001')
  await caller.dial('1002')
  await callee.next('call_answered')
  await caller.page.waitForTimeout(500)
  isDead = true
  const leftAt = Date.now()
  await caller.page.goto(site)
  await callee.next('call_hangup', 5_000)
  expect(Date.now() - leftAt).toBeLessThan(5_000)
})

test('after a blind time the phone tells how long it was and who called meanwhile', async ({
  openPage,
  server,
}) => {
  const phone = await openPage()
  let isDown = false
  let cut = () => {}
  await phone.page.routeWebSocket(/./, (socket) => {
    if (isDown) return void socket.close({ code: 1001 })
    socket.connectToServer()
    cut = () => void socket.close({ code: 1001 })
  })
  await phone.connectAndRegister(server, '1001')
  await phone.page.waitForTimeout(500)
  isDown = true
  cut()
  await phone.next('disconnected')

  const caller = await openPage()
  await caller.connectAndRegister(server, '1002')
  const uuid = await caller.dial('1001')
  await caller.page.waitForTimeout(500)
  await caller.act(uuid, 'hangup')
  await caller.next('call_hangup')

  isDown = false
  const { payload } = await phone.next('reachability_restored', 20_000)
  expect(payload['blind_ms']).toBeGreaterThan(500)
  expect(payload['missed']).toMatchObject([{ caller_number: '1002', answer_time: null }])
})
