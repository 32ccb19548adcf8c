/** Machines that sleep, clocks that jump, and a browser that keeps quiet until it is clicked. */
import { connectThrough, expect } from './test.ts'
import { test } from './browser-test.ts'
import { forgetContacts } from './forget-contacts.ts'
import { isAnswerTo, isRequest } from './sip-text.ts'
import { pause } from './raw-chromium.ts'
import { record } from './figures.ts'

test('E5 B5 the machine sleeps 20 s: asked at once after it, and the truth is told', async ({
  startChromium,
  site,
  server,
  wire,
}) => {
  test.setTimeout(90_000)
  const chromium = await startChromium()
  const page = await chromium.open(site)
  await page.connect(server, wire.url, '1001')
  chromium.sleep()
  await pause(20_000)
  await forgetContacts(server, '1001')
  wire.messages.length = 0
  chromium.wake()
  const woke = performance.now()
  await expect
    .poll(() => wire.messages.some((one) => one.direction === 'up' && isRequest(one.text, 'REGISTER')), {
      timeout: 8_000,
      intervals: [50],
    })
    .toBe(true)
  const asked = (wire.messages.find((one) => isRequest(one.text, 'REGISTER'))?.at ?? Infinity) - woke
  record('E5', 'wake after 20 s to a new REGISTER, ms', asked, { atMost: 5000 })
  const granted = () => wire.messages.find((one) => isAnswerTo(one.text, 'REGISTER', 200))
  await expect.poll(() => granted() !== undefined, { timeout: 8_000, intervals: [50] }).toBe(true)
  const told = (granted()?.at ?? Infinity) - woke
  record('B5', 'forgotten in sleep: wake to registered again, ms', told, { atMost: 5000 })
  await page.until("phone.status === 'registered'", 5_000)
  expect(await page.names()).toEqual(['connected', 'registered'])

  // Again, with a path that dies in the sleep.
  chromium.sleep()
  await pause(10_000)
  wire.stallPresent()
  chromium.wake()
  const again = performance.now()
  await page.until("phone.status !== 'registered'", 8_000)
  await page.until("log.some((one) => one.name === 'disconnected')", 10_000)
  const dropped = (await page.log()).find((one) => one.name === 'disconnected')?.at as number
  const verdict = (await page.timeOf(dropped)) - again
  record('E5', 'wake to the verdict on a dead socket, ms', verdict, { atMost: 5000 })
  await page.until("phone.status === 'registered'", 10_000)
  wire.flow()
})

test('E6 the wall clock jumps an hour, both ways: nothing counts by it', async ({
  openPage,
  server,
  wire,
}) => {
  test.setTimeout(60_000)
  const page = await openPage()
  await connectThrough(wire, page, server)
  await page.dial('9440')
  const answered = await page.next('call_answered')
  wire.messages.length = 0
  for (const jumpMs of [3_600_000, -7_200_000]) {
    await page.page.evaluate((ms) => {
      const real = Date.now.bind(Date)
      Date.now = () => real() + ms
    }, jumpMs)
    await page.page.waitForTimeout(7000)
  }
  const uuid = answered.payload.call?.uuid as string
  await page.act(uuid, 'hangup')
  const ended = await page.next('call_hangup')
  const seconds = (ended.at - answered.at) / 1000
  const off = Math.abs((ended.payload['billsec'] as number) - seconds)
  record('E6', 'billsec beside the seconds that passed: off by, s', off, { atMost: 1 })
  const registers = wire.messages.filter((one) => isRequest(one.text, 'REGISTER')).length
  record('E6', 'REGISTERs in 14 s with two jumps', registers, { atMost: 4 })
  expect(await page.story()).not.toContain('unregistered')
})

test('D12 the browser holds the audio back: told once, and a click makes it heard', async ({
  startChromium,
  site,
  server,
  wire,
  openPage,
}) => {
  const chromium = await startChromium(['--autoplay-policy=user-gesture-required'])
  const page = await chromium.open(
    `${site}#${encodeURIComponent(
      JSON.stringify({
        sdk: server.sdk,
        options: { apiBase: wire.url, token: server.user('1001').token, audioInput: 'tone' },
        extra: { answerAll: true },
      }),
    )}`,
  )
  await page.until("phone.status === 'registered'")
  const caller = await openPage()
  await caller.connectAndRegister(server, '1002')
  await caller.dial('1001')
  await caller.next('call_answered', 15_000)
  await page.until("log.some((one) => one.name === 'audio_autoplay_blocked')")
  await pause(1000)
  const told = (await page.names()).filter((name) => name === 'audio_autoplay_blocked').length
  record('D12', 'audio_autoplay_blocked of one call', told, { is: 1 })
  expect(await page.evaluate('phone.getSnapshot().isAudioBlocked')).toBe(true)
  await page.evaluate(`(() => {
    addEventListener('click', () => (window.clickedAt = performance.now()), { capture: true, once: true })
    const look = () => phone.getSnapshot().isAudioBlocked ? setTimeout(look, 1) : (window.heardAt = performance.now())
    look()
  })()`)
  const { x, y } = await page.evaluate<{ x: number; y: number }>(
    "(({ x, y }) => ({ x: x + 5, y: y + 5 }))(document.querySelector('#unlock').getBoundingClientRect().toJSON())",
  )
  for (const type of ['mousePressed', 'mouseReleased'])
    await page.send('Input.dispatchMouseEvent', { type, x, y, button: 'left', clickCount: 1 })
  await page.until('window.heardAt')
  record('D12', 'click to audio, ms', await page.evaluate<number>('heardAt - clickedAt'), { atMost: 200 })
})
