/** ICE says that nobody answers while audio still comes: no repair may disturb it. */
import { connectThrough, expect, test } from './test.ts'
import { cutMedia, hasOwnNetwork } from './media-cut.ts'
import { isRequest } from './sip-text.ts'
import { record } from './figures.ts'

/** The magic cookie of RFC 8489 6: ICE checks and their answers, and no RTP. */
const stunOnly = ['-m', 'string', '--algo', 'bm', '--from', '28', '--to', '40', '--hex-string', '|2112a442|']

test('D4 ICE checks are lost for 10 s, audio is not: nothing is restarted, nothing is told', async ({
  openPage,
  server,
  wire,
}) => {
  test.skip(!hasOwnNetwork(), 'needs a network of its own')
  test.setTimeout(60_000)
  const page = await openPage()
  await connectThrough(wire, page, server)
  await page.page.evaluate(() => {
    const states: string[] = []
    const { prototype } = RTCPeerConnection
    const { setRemoteDescription } = prototype
    Object.assign(window, { states })
    prototype.setRemoteDescription = function (this: RTCPeerConnection, description) {
      this.addEventListener('connectionstatechange', () => states.push(this.connectionState))
      return Reflect.apply(setRemoteDescription, this, [description]) as Promise<void>
    }
  })
  await page.dial('9440')
  await page.next('call_answered')
  await expect.poll(async () => (await page.audioOver(500)).packetsReceived).toBeGreaterThan(15)
  wire.messages.length = 0
  const restore = cutMedia(stunOnly)
  await page.page.waitForTimeout(10_000)
  const states = await page.page.evaluate(() => (window as unknown as { states: string[] }).states)
  test.skip(!states.includes('disconnected'), 'the packet filter here cannot tell ICE checks from audio')
  const heard = (await page.audioOver(1000)).packetsReceived
  restore()
  record('D4', 'packets in a second while ICE checks are lost', heard, { atLeast: 45 })
  const invites = wire.messages.filter(({ text }) => isRequest(text, 'INVITE')).length
  record('D4', 're-INVITEs while audio flows', invites, { is: 0 })
  const media = (await page.log()).filter(
    ({ name, payload }) => name === 'call_updated' && JSON.stringify(payload).includes('interrupted'),
  )
  expect(media).toEqual([])
})
