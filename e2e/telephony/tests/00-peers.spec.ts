import { expect, test } from '../lab/test.ts'
import { expectTone, PeerPage } from '../lab/phones.ts'

test('a JsSIP page and a desk phone hear each other', async ({ browser, startDesk }) => {
  const desk = await startDesk({ extension: '2001', ip: '127.0.0.21', toneHz: 440 })
  const peer = await PeerPage.start(browser, 'jssip', { extension: '1001', toneHz: 700 })
  await peer.next('registered')
  await peer.command('call', '2001')
  await peer.next('accepted')
  await expectTone(peer, 440)
  await expect.poll(() => desk.heard().hz).toBeCloseTo(700, -1)
  await peer.command('hangup')
  await desk.waitForEvent('CALL_CLOSED')
})
