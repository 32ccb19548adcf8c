// The proxy proven with clients that are not ours, so that a red group below points at the SDK and not at the lab.
import { credentialsFor } from '../lab/credentials.ts'
import { contactsOf } from '../lab/kamailio.ts'
import { nodeA, sipSecret } from '../lab/paths.ts'
import { expect, test } from '../lab/test.ts'
import { expectDeskHears, expectTone, PeerPage } from '../lab/phones.ts'

test('a JsSIP page and a desk phone hear each other', async ({ browser, startDesk }) => {
  const desk = await startDesk({ extension: '2001', ip: '127.0.0.21', toneHz: 440 })
  const peer = await PeerPage.start(browser, 'jssip', { extension: '1001', toneHz: 700 })
  await peer.next('registered')
  await peer.command('call', '2001')
  await peer.next('accepted')
  await expectTone(peer, 440)
  await expectDeskHears(desk, 700)
  await peer.command('hangup')
  await desk.waitForEvent('CALL_CLOSED')
})

test('JsSIP calls SIP.js over WSS', async ({ browser }) => {
  const wsUrl = 'wss://127.0.0.1:8443'
  const callee = await PeerPage.start(browser, 'sipjs', { extension: '1002', toneHz: 900, wsUrl })
  await callee.next('registered')
  const caller = await PeerPage.start(browser, 'jssip', { extension: '1001', toneHz: 700, wsUrl })
  await caller.next('registered')
  await caller.command('call', '1002')
  expect((await callee.next('incoming')).payload).toMatchObject({
    number: '1001',
    displayName: 'Peer 1001',
    asserted: expect.stringContaining('sip:1001@pbx.test'),
  })
  await callee.command('answer')
  await caller.next('accepted')
  await expectTone(caller, 900)
  await expectTone(callee, 700)
  await callee.command('hangup')
  await caller.next('ended')
})

for (const { name, extension, options, status } of [
  { name: 'forged', extension: '1001', options: { secret: 'not the secret' }, status: 401 },
  { name: 'expired', extension: '1001', options: { secret: sipSecret, ttlSeconds: -5 }, status: 403 },
  { name: "a colleague's", extension: '1002', options: { secret: sipSecret }, status: 403 },
]) {
  test(`${name} credentials do not register`, async ({ browser }) => {
    const peer = await PeerPage.start(browser, 'jssip', {
      extension: '1001',
      ...credentialsFor(extension, options),
    })
    expect((await peer.next('registrationFailed')).payload).toMatchObject({ status })
    expect(await contactsOf(nodeA, '1001')).toEqual([])
  })
}

test('two browsers on one account: one answers, the other is told where', async ({ browser, startDesk }) => {
  const first = await PeerPage.start(browser, 'jssip', { extension: '1003', toneHz: 900 })
  const second = await PeerPage.start(browser, 'jssip', { extension: '1003', toneHz: 900 })
  await Promise.all([first.next('registered'), second.next('registered')])
  const desk = await startDesk({ extension: '2001', ip: '127.0.0.21' })
  desk.command('dial', 'sip:1003@pbx.test')
  await Promise.all([first.next('incoming'), second.next('incoming')])
  await second.command('answer')
  expect((await first.next('failed')).payload['reason']).toMatch(/completed elsewhere/i)
  await expectTone(second, 440)
  await expectDeskHears(desk, 900)
})

test('a browser and a desk phone on one account: each is offered its own kind of media', async ({
  browser,
  startDesk,
}) => {
  const page = await PeerPage.start(browser, 'jssip', { extension: '2005', toneHz: 900 })
  const sameAccount = await startDesk({ extension: '2005', ip: '127.0.0.22', answer: 'manual', toneHz: 500 })
  const caller = await startDesk({ extension: '2001', ip: '127.0.0.21', toneHz: 440 })
  await page.next('registered')
  caller.command('dial', 'sip:2005@pbx.test')
  await page.next('incoming')
  await sameAccount.waitForEvent('CALL_INCOMING')
  sameAccount.command('accept')
  expect((await page.next('failed')).payload['reason']).toMatch(/completed elsewhere/i)
  await expectDeskHears(sameAccount, 440)
  await expectDeskHears(caller, 500)
  caller.command('hangup')
  await sameAccount.waitForEvent('CALL_CLOSED')

  caller.command('dial', 'sip:2005@pbx.test')
  await sameAccount.waitForEvent('CALL_INCOMING', { count: 2 })
  await page.next('incoming')
  await page.command('answer')
  await expectTone(page, 440)
  await expectDeskHears(caller, 900)
})
