// 7. Media through coturn only, with credentials of the same kind.
import { startDaemon } from '../lab/daemon.ts'
import { turnSecret } from '../lab/paths.ts'
import { expectDeskHears, expectTone, openRegistered, receivedMedia } from '../lab/phones.ts'
import { expect, test } from '../lab/test.ts'
import { waitFor } from '../lab/wait.ts'

for (const turn of ['udp', 'tcp'] as const) {
  test(`relay over ${turn}: audio both ways`, async ({ browser, startDesk }) => {
    const desk = await startDesk({ extension: '2001', ip: '127.0.0.21', toneHz: 440 })
    const phone = await openRegistered(browser, { extension: '1001', toneHz: 700, turn })
    const uuid = await phone.dial('2001')
    await phone.next('call_answered')
    await expectTone(phone, 440)
    await expectDeskHears(desk, 700)
    expect(await receivedMedia(phone)).toMatchObject({ candidate: 'relay', relayProtocol: turn })
    await phone.act(uuid, 'hangup')
    await desk.waitForEvent('CALL_CLOSED')
  })
}

test('an incoming call over the relay', async ({ browser, startDesk }) => {
  const phone = await openRegistered(browser, { extension: '1001', toneHz: 700, turn: 'udp' })
  const desk = await startDesk({ extension: '2001', ip: '127.0.0.21', toneHz: 440 })
  desk.command('dial', 'sip:1001@pbx.test')
  const { payload } = await phone.next('incoming_call')
  expect(await phone.act(payload.call?.uuid ?? '', 'answer')).toBe('ok')
  await expectTone(phone, 440)
  await expectDeskHears(desk, 700)
  expect(await receivedMedia(phone)).toMatchObject({ candidate: 'relay' })
})

/** coturn's own test client, as a user of ours who tries what he should not. */
const uclient = (user: string, args: readonly string[]) =>
  startDaemon({
    name: `uclient-${user}`,
    command: 'turnutils_uclient',
    args: ['-W', turnSecret, '-u', user, '-n', '1', '-c', ...args, '127.0.0.1'],
  })

for (const peer of ['169.254.169.254', '10.1.2.3', '192.168.1.1', '127.0.0.9']) {
  test(`the relay is no way into the network behind it: ${peer}`, async () => {
    const client = uclient('1001', ['-e', peer])
    await waitFor('refusal', () => client.log().includes('403 (Forbidden IP)'), { timeoutMs: 10_000 })
    await client.stop(500)
  })
}

test('one user gets so many allocations and no more', async () => {
  const client = uclient('quota', ['-e', '127.0.0.1', '-m', '40'])
  await waitFor('refusal', () => client.log().includes('486 (Allocation Quota Reached)'), {
    timeoutMs: 10_000,
  })
  await client.stop(500)
})
