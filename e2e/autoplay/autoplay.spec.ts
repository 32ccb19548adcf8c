import { expect, test } from '../harness/test.ts'
import type { PhonePage } from '../harness/phone-page.ts'

/** A page that starts by itself: evaluating code in it from a test would lend it a user gesture. */
async function openByItself(
  openPage: () => Promise<PhonePage>,
  site: string,
  start: object,
): Promise<PhonePage> {
  const page = await openPage()
  await page.page.goto('about:blank')
  await page.page.goto(`${site}#${encodeURIComponent(JSON.stringify(start))}`)
  return page
}

test('[spec 12.1] [spec 12.2] [spec 12.3] [spec 10.3] a refused play() is told, the call goes on, and a click makes it heard', async ({
  openPage,
  server,
  site,
}) => {
  const user = server.user('1001')
  const page = await openByItself(openPage, site, {
    sdk: server.sdk,
    options: { apiBase: server.url, token: user.token, audioInput: 'tone' },
    extra: { answerAll: true },
  })
  // A raw protocol evaluation lends no gesture.
  const session = await page.page.context().newCDPSession(page.page)
  const read = async (expression: string) =>
    (
      await session.send('Runtime.evaluate', {
        expression,
        returnByValue: true,
        awaitPromise: true,
        userGesture: false,
      })
    ).result.value as unknown
  const becomes = (expression: string) => expect.poll(() => read(expression), { timeout: 10_000 })
  await becomes('window.log?.some((e) => e.name === "registered")').toBe(true)
  const caller = await openPage()
  await caller.connectAndRegister(server, '1002')
  await caller.dial('1001')
  await caller.next('call_answered', 15_000)
  await becomes('log.some((e) => e.name === "audio_autoplay_blocked")').toBe(true)
  await becomes('measure.audio().then((a) => a.packetsReceived > 20)').toBe(true)

  const names = (await read('log.map((e) => e.name)')) as string[]
  expect(names.filter((name) => name === 'audio_autoplay_blocked')).toHaveLength(1)
  expect(await read('log.find((e) => e.name === "audio_autoplay_blocked").payload.call.direction')).toBe(
    'incoming',
  )
  expect(await read('log.filter((e) => e.name === "error").map((e) => e.payload.code)')).toContain(
    'audio_autoplay_blocked',
  )
  expect(names).toContain('call_answered')
  expect(await read('phone.getSnapshot().isAudioBlocked')).toBe(true)
  await page.page.click('#unlock')
  await becomes('phone.getSnapshot().isAudioBlocked').toBe(false)
})
