import { connectThrough, expect, test } from './test.ts'
import { cutMedia, hasOwnNetwork, someLost } from './media-cut.ts'
import { isAnswerTo, isRequest } from './sip-text.ts'
import { untilHeard } from './until-heard.ts'
import { record } from './figures.ts'
import type { FaultProxy } from './fault-proxy.ts'
import type { PhonePage } from '../harness/phone-page.ts'

const needsNetwork = 'needs root and a network namespace of its own: run `npm run test:faults`'
const now = (page: PhonePage) => page.page.evaluate(() => performance.now())
const invitesOf = (wire: FaultProxy) =>
  wire.messages.filter((one) => one.direction === 'up' && isRequest(one.text, 'INVITE'))

for (const cutMs of [10_000, 25_000]) {
  test(`D2 the media path is cut for ${cutMs / 1000} s: same call, audio back${cutMs > 10_000 ? ' @slow' : ''}`, async ({
    openPage,
    server,
    wire,
  }) => {
    test.skip(!hasOwnNetwork(), needsNetwork)
    test.setTimeout(90_000)
    const page = await openPage()
    await connectThrough(wire, page, server)
    await page.dial('9440')
    await page.next('call_answered')
    await page.page.waitForTimeout(1000)
    const heal = cutMedia()
    try {
      await page.page.waitForTimeout(cutMs)
    } finally {
      heal()
    }
    const backMs = await untilHeard(page, 20_000)
    record('D2', `media cut ${cutMs / 1000} s: unblocked to audio, ms`, backMs, { atMost: 5000 })
    expect(await page.story()).not.toContain('call_hangup')
    expect(await page.status()).toBe('registered')
  })
}

test('D3 the media path is dead for good: an honest end, and the next call works @slow', async ({
  openPage,
  server,
  wire,
}) => {
  test.skip(!hasOwnNetwork(), needsNetwork)
  test.setTimeout(120_000)
  const page = await openPage()
  await connectThrough(wire, page, server)
  await page.dial('9440')
  await page.next('call_answered')
  await page.page.waitForTimeout(1000)
  const heal = cutMedia()
  try {
    const started = await now(page)
    const ended = await page.next('call_hangup', 70_000)
    record('D3', 'media dead to call_hangup, ms', ended.at - started, { atMost: 45_000 })
    const told = (await page.log()).find((one) => one.name === 'error')
    expect(told?.payload['code']).toBe('media_failed')
  } finally {
    heal()
  }
  expect(await page.liveConnections()).toBe(0)
  await page.dial('9440')
  await page.next('call_answered', 10_000)
  expect(await untilHeard(page, 5_000)).toBeLessThan(5000)
})

test('D5 socket and media die together: registered first, the media after it', async ({
  openPage,
  server,
  wire,
}) => {
  test.skip(!hasOwnNetwork(), needsNetwork)
  test.setTimeout(90_000)
  const page = await openPage()
  await connectThrough(wire, page, server)
  await page.dial('9440')
  await page.next('call_answered')
  await page.page.waitForTimeout(1000)
  wire.messages.length = 0
  const heal = cutMedia()
  try {
    wire.refuse(true)
    wire.reset()
    await page.page.waitForTimeout(9000)
    expect(invitesOf(wire)).toHaveLength(0)
  } finally {
    heal()
    wire.refuse(false)
  }
  const restored = performance.now()
  await page.page.evaluate(() => window.dispatchEvent(new Event('online')))
  await page.next('registered', 20_000)
  await untilHeard(page, 15_000)
  record('D5', 'both dead 9 s: path back to audio, ms', performance.now() - restored, { atMost: 5000 })
  const registered = wire.messages.find((one) => isAnswerTo(one.text, 'REGISTER', 200))
  const early = invitesOf(wire).filter((invite) => invite.at < (registered?.at ?? Infinity)).length
  record('D5', 'offers before the registration', early, { is: 0 })
  expect(await page.story()).not.toContain('call_hangup')
})

for (const share of [0.05, 0.2]) {
  test(`D6 ${share * 100} % of the packets are lost: the call lives`, async ({ openPage, server, wire }) => {
    test.skip(!hasOwnNetwork(), needsNetwork)
    const page = await openPage()
    await connectThrough(wire, page, server)
    await page.dial('9440')
    await page.next('call_answered')
    await untilHeard(page, 5_000)
    const heal = cutMedia(someLost(share))
    try {
      const { packetsReceived } = await page.audioOver(10_000)
      record('D6', `packets heard in 10 s at ${share * 100} % loss`, packetsReceived, {
        from: 250,
        to: Math.round(500 * (1 - share / 3)),
      })
    } finally {
      heal()
    }
    expect(await page.story()).not.toContain('call_hangup')
    expect(await page.status()).toBe('registered')
  })
}
