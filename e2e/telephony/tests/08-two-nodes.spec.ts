// 8. Two proxies share their locations; one is killed while phones are idle and while they talk.
import type { Daemon } from '../lab/daemon.ts'
import { contactsOf, rpc, startKamailio } from '../lab/kamailio.ts'
import { clusterNodes } from '../lab/paths.ts'
import { expectDeskHears, expectTone, openRegistered, talk } from '../lab/phones.ts'
import { expect, test } from '../lab/test.ts'
import { waitFor } from '../lab/wait.ts'

const [a, b] = clusterNodes
const wsOf = { a: `ws://${a.ip}:8080`, b: `ws://${b.ip}:8080` }
let daemons: { a: Daemon; b: Daemon }

const start = async () => {
  // One after the other: two that begin together may miss each other's first word, and each waits ten seconds before the next.
  const first = await startKamailio({ node: a, peer: b })
  daemons = { a: first, b: await startKamailio({ node: b, peer: a }) }
  // Until both see each other, a registration at one stays there.
  for (const node of clusterNodes)
    await waitFor(
      `${node.ip} sees its peer`,
      async () => {
        const nodes = JSON.stringify(await rpc(node, 'dmq.list_nodes'))
        return [...nodes.matchAll(/"status":\s*"active"/g)].length === 2
      },
      { timeoutMs: 20_000 },
    )
}
test.beforeEach(start)
test.afterEach(async () => {
  await Promise.all([daemons.a.stop(), daemons.b.stop()])
})

test('phones on different nodes call each other, both ways', async ({ browser }) => {
  const one = await openRegistered(browser, { extension: '1001', toneHz: 700, wssUrls: [wsOf.a] })
  const two = await openRegistered(browser, { extension: '1002', toneHz: 900, wssUrls: [wsOf.b] })
  for (const node of clusterNodes)
    for (const extension of ['1001', '1002'])
      await expect.poll(() => contactsOf(node, extension)).toHaveLength(1)
  for (const [caller, callee, number] of [
    [one, two, '1002'],
    [two, one, '1001'],
  ] as const) {
    const uuid = await caller.dial(number)
    const { payload } = await callee.next('incoming_call')
    expect(await callee.act(payload.call?.uuid ?? '', 'answer')).toBe('ok')
    await caller.next('call_answered')
    await expectTone(one, 900)
    await expectTone(two, 700)
    await talk()
    expect(await caller.act(uuid, 'hold')).toBe('ok')
    expect(await caller.act(uuid, 'unhold')).toBe('ok')
    await expectTone(one, 900)
    await expectTone(two, 700)
    expect(await callee.act(payload.call?.uuid ?? '', 'hangup')).toBe('ok')
    expect((await caller.next('call_hangup')).payload).toMatchObject({ reason: 'normal_clearing' })
  }
})

test('the node of an idle phone dies: it registers at the other one, and is called there', async ({
  browser,
  startDesk,
}) => {
  const phone = await openRegistered(browser, { extension: '1001', toneHz: 700, wssUrls: [wsOf.a, wsOf.b] })
  const desk = await startDesk({ extension: '2001', ip: '127.0.0.21', toneHz: 440, proxyIp: b.ip })
  await daemons.a.kill()
  await phone.next('disconnected')
  await phone.next('registered', 20_000)
  expect((await contactsOf(b, '1001')).length).toBeGreaterThan(0)
  desk.command('dial', 'sip:1001@pbx.test')
  const { payload } = await phone.next('incoming_call')
  expect(await phone.act(payload.call?.uuid ?? '', 'answer')).toBe('ok')
  await expectTone(phone, 440)
  await expectDeskHears(desk, 700)

  // A node that comes back learns where everybody is.
  daemons.a = await startKamailio({ node: a, peer: b })
  await expect.poll(() => contactsOf(a, '2001'), { timeout: 15_000 }).toHaveLength(1)
})

test('the node of a talking phone dies: audio goes on, and the far end can hang up', async ({ browser }) => {
  const one = await openRegistered(browser, { extension: '1001', toneHz: 700, wssUrls: [wsOf.a, wsOf.b] })
  const two = await openRegistered(browser, { extension: '1002', toneHz: 900, wssUrls: [wsOf.b] })
  await expect.poll(() => contactsOf(a, '1002')).toHaveLength(1)
  await one.dial('1002')
  const { payload } = await two.next('incoming_call')
  expect(await two.act(payload.call?.uuid ?? '', 'answer')).toBe('ok')
  await one.next('call_answered')
  await expectTone(one, 900)
  await daemons.a.kill()
  await one.next('disconnected')
  await expectTone(two, 700)
  await one.next('registered', 20_000)
  await expectTone(one, 900)
  await expectTone(two, 700)
  expect(await two.act(payload.call?.uuid ?? '', 'hangup')).toBe('ok')
  expect((await one.next('call_hangup')).payload).toMatchObject({ reason: 'normal_clearing' })
})
