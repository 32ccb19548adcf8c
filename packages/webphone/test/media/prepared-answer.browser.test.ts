/** An answer that is ready before somebody takes the call, and candidates that come too late to be sent. */
import { describe, expect } from 'vitest'
import { hasChromium, startBrowser } from './browser.ts'
import { it } from './in-chromium.ts'

describe.skipIf(!hasChromium)('answers ahead of time in Chromium', { timeout: 60_000 }, () => {
  it('while it rings the microphone is shut and no packet leaves; then the answer is there at once', async ({
    page,
  }) => {
    await page.evaluate(() => mediaTest.prepare({ audioInput: 'microphone' }))
    const seen = await page.evaluate(async () => {
      const { media } = mediaTest.state
      if (!media) throw new Error('not prepared')
      const a = (mediaTest.state.a = mediaTest.side(media))
      const b = (mediaTest.state.b = mediaTest.side(media))
      await a.session.startInput()
      const offer = await a.session.createOffer()
      const capturedBefore = mediaTest.captured.length
      const playing = () => mediaTest.elements.filter(({ srcObject }) => srcObject !== null).length
      b.session.prepareAnswer(offer)
      await new Promise((resolve) => setTimeout(resolve, 1_500))
      const { packetsSent } = await b.session.stats()
      const ringing = {
        captured: mediaTest.captured.length - capturedBefore,
        playing: playing(),
        facts: [...b.facts],
        packetsSent,
        pairs: await mediaTest.pairsOf(-1),
      }
      const ready = mediaTest.connections[1]?.localDescription?.sdp
      await b.session.startInput()
      const answer = await b.session.answerOffer(offer)
      await a.session.acceptAnswer(answer, 'final')
      await mediaTest.until('connected', () => mediaTest.isConnected(a) && mediaTest.isConnected(b))
      return { ringing, isReady: answer === ready, answer }
    })
    expect(seen.ringing).toEqual({ captured: 0, playing: 0, facts: [], packetsSent: 0, pairs: 0 })
    expect(seen.answer).toMatch(/a=candidate:/)
    expect(seen.answer).toMatch(/a=sendrecv/)
    expect(seen.isReady).toBe(true)
    for (const side of ['a', 'b'] as const)
      await expect
        .poll(() => page.evaluate((of) => mediaTest.received(of, 400).then(({ energy }) => energy), side))
        .toBeGreaterThan(0)
  })

  it('an offer that cannot be answered fails when it is answered, as it did; another one still works', async ({
    page,
  }) => {
    await page.evaluate(() => mediaTest.prepare({ audioInput: 'microphone' }))
    const [bad, good] = await page.evaluate(async () => {
      const { media } = mediaTest.state
      if (!media) throw new Error('not prepared')
      const [a, b] = [mediaTest.side(media), mediaTest.side(media)]
      await a.session.startInput()
      const offer = await a.session.createOffer()
      const broken = offer.replace(/a=ice-pwd:.*\r\n/, '')
      b.session.prepareAnswer(broken)
      const bad = await mediaTest.rejection(b.session.answerOffer(broken))
      b.session.prepareAnswer(broken)
      return [bad, await b.session.answerOffer(offer)] as const
    })
    expect(bad).toMatchObject({ code: 'media_failed' })
    expect(good).toMatch(/a=candidate:/)
  })

  it('where addresses are hidden until the microphone is allowed nothing is gathered before it is', async ({
    site,
  }) => {
    const shy = await startBrowser([], { hidesAddresses: true })
    const context = await shy.newContext()
    const own = await context.newPage()
    await own.goto(site.url)
    const ring = () =>
      own.evaluate(async () => {
        await mediaTest.prepare({ audioInput: 'tone' })
        const { media } = mediaTest.state
        if (!media) throw new Error('not prepared')
        const [a, b] = [mediaTest.side(media), mediaTest.side(media)]
        const offer = await a.session.createOffer()
        b.session.prepareAnswer(offer)
        // In the sequence of the session's operations: behind the preparation.
        await b.session.rollback()
        const descriptions = mediaTest.connections.map(({ localDescription }) => localDescription?.type)
        return { answers: descriptions.filter((type) => type === 'answer').length, offer }
      })
    const hidden = await ring()
    expect(hidden.offer).toMatch(/^a=candidate:.*\.local /m)
    expect(hidden.answers).toBe(0)
    await context.grantPermissions(['microphone'])
    const shown = await ring()
    expect(shown.offer).not.toMatch(/^a=candidate:.*\.local /m)
    expect(shown.answers).toBe(1)
    await shy.close()
  })

  it.for(['offer', 'answer'] as const)(
    'all candidates come after the %s was sent: audio flows',
    async (late, { page }) => {
      await page.evaluate(() => mediaTest.prepare({ audioInput: 'microphone' }))
      const energies = await page.evaluate(async (which) => {
        // The far end learns the addresses from the checks that come from them (RFC 8445 7.3.1.3).
        await mediaTest.connect((sdp, kind) =>
          kind === which ? sdp.replace(/^a=(?:candidate:.*|end-of-candidates)\r\n/gm, '') : sdp,
        )
        return [await mediaTest.received('a', 800), await mediaTest.received('b', 800)]
      }, late)
      for (const { energy } of energies) expect(energy).toBeGreaterThan(0)
    },
  )
})
