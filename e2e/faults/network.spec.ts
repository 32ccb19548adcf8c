/** Networks that are bad, not cut: the call lives, and the person in front of it is told why it sounds as it does. */
import { connectThrough, expect, test } from './test.ts'
import { MediaRelay, type Impairment } from './media-relay.ts'
import { untilHeard } from './until-heard.ts'
import { record } from './figures.ts'

const cases: readonly (readonly [string, Impairment])[] = [
  ['150 ± 150 ms of delay', { jitterMs: 300 }],
  ['48 kbit/s', { bitsPerSecond: 48_000 }],
  ['20 % loss', { lossShare: 0.2 }],
]

for (const [name, impairment] of cases)
  test(`D6 ${name}: the call lives, a warning comes and goes`, async ({ openPage, server, wire }) => {
    test.setTimeout(60_000)
    const relay = new MediaRelay()
    await relay.start()
    const page = await openPage()
    wire.filter(relay.filter)
    await connectThrough(wire, page, server)
    await page.dial('9440')
    await page.next('call_answered')
    await untilHeard(page, 5_000)
    expect(relay.forwarded, 'the media take the relay').toBeGreaterThan(20)
    await page.page.waitForTimeout(2000)
    const told = (isRaised: boolean, since: number) => async () =>
      (await page.log()).find(
        (one) =>
          one.name === 'call_quality' &&
          one.at >= since &&
          one.payload['is_raised'] === isRaised &&
          one.payload['hop'] === 'network',
      )?.at
    const now = () => page.page.evaluate(() => performance.now())
    const bad = await now()
    relay.impair(impairment)
    await expect.poll(told(true, bad), { timeout: 12_000 }).toBeDefined()
    record('D6', `${name}: to the warning, ms`, ((await told(true, bad)()) ?? Infinity) - bad, {
      atMost: 5000,
    })
    const { packetsReceived } = await page.audioOver(5_000)
    record('D6', `${name}: packets heard in 5 s`, packetsReceived, { atLeast: 60 })
    const good = await now()
    relay.impair({})
    await expect.poll(told(false, good), { timeout: 20_000 }).toBeDefined()
    record(
      'D6',
      `${name}: better to the warning gone, ms`,
      ((await told(false, good)()) ?? Infinity) - good,
      {
        atMost: 15_000,
      },
    )
    expect(await page.story()).not.toContain('call_hangup')
    expect(await page.status()).toBe('registered')
    relay.stop()
  })

test('D6 20 % loss from the first packet: five calls in a row are heard', async ({
  openPage,
  server,
  wire,
}) => {
  test.setTimeout(150_000)
  const relay = new MediaRelay()
  await relay.start()
  relay.impair({ lossShare: 0.2 })
  const page = await openPage()
  wire.filter(relay.filter)
  await connectThrough(wire, page, server)
  const took: number[] = []
  for (let call = 0; call < 5; call += 1) {
    const uuid = await page.dial('9440')
    const answered = await page.next('call_answered')
    // A handshake whose first packets are lost is begun again after 0.05, 0.1, 0.2 … s.
    await untilHeard(page, 20_000)
    took.push((await page.page.evaluate(() => performance.now())) - answered.at)
    expect(await page.act(uuid, 'hangup')).toBe('ok')
    await page.next('call_hangup')
  }
  record('D6', '20 % loss from the start: calls heard, of 5', took.length, { is: 5 })
  record('D6', '20 % loss from the start: answer to audio, worst of 5 calls, ms', Math.max(...took), 'told')
  relay.stop()
})
