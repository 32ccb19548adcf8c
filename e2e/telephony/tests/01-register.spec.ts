// 1. Registration with the time-limited credentials of the back end.
import { credentialsFor } from '../lab/credentials.ts'
import { contactsOf } from '../lab/kamailio.ts'
import { domain, nodeA, sipSecret } from '../lab/paths.ts'
import { openPhone, openRegistered, PeerPage } from '../lab/phones.ts'
import { expect, test } from '../lab/test.ts'

for (const url of ['ws://127.0.0.1:8080', 'wss://127.0.0.1:8443']) {
  test(`registers over ${url.split(':')[0]}, and is gone from the proxy after disconnect()`, async ({
    browser,
  }) => {
    const phone = await openRegistered(browser, { extension: '1001', wssUrls: [url] })
    expect(await phone.story()).toEqual(['connected', 'registered'])
    expect(await contactsOf(nodeA, '1001')).toHaveLength(1)
    await phone.page.evaluate(() =>
      (Reflect.get(window, 'phone') as { disconnect(): Promise<void> }).disconnect(),
    )
    expect(await phone.next('unregistered')).toMatchObject({ payload: { reason: 'manual' } })
    await expect.poll(() => contactsOf(nodeA, '1001')).toEqual([])
  })
}

for (const { name, profile } of [
  { name: 'expired', profile: { ttlSeconds: -10 } },
  { name: 'forged', profile: { secret: 'not the secret' } },
]) {
  test(`${name} credentials: unregistered{remote} and a typed error`, async ({ browser }) => {
    const phone = await openPhone(browser, { extension: '1001', ...profile })
    expect((await phone.next('error')).payload).toMatchObject({ code: 'registration_rejected' })
    phone.rewind()
    expect((await phone.next('unregistered')).payload).toMatchObject({ reason: 'remote' })
    expect(await contactsOf(nodeA, '1001')).toEqual([])
  })
}

test('an office of fifty phones behind one address registers within five seconds', async ({ browser }) => {
  const page = await PeerPage.start(browser, 'jssip', { extension: '1001' })
  await page.next('registered')
  // JsSIP: fifty of our phones in one page would measure the page, which starts a worker for each.
  const accounts = Array.from({ length: 50 }, (_, index) => {
    const extension = String(3000 + index)
    return {
      extension,
      domain,
      wsUrl: 'ws://127.0.0.1:8080',
      ...credentialsFor(extension, { secret: sipSecret }),
    }
  })
  const elapsedMs = await page.page.evaluate(async (all) => {
    const started = performance.now()
    // Through a variable: the tests' own compiler must leave this import alone.
    const bundle = '/bundles/peer-jssip.js'
    const { createPeer } = await import(bundle)
    await Promise.all(
      all.map(
        (account) =>
          new Promise<void>((resolve) => {
            createPeer({
              ...account,
              listen: () => undefined,
              log: (name: string) => name === 'registered' && resolve(),
            })
          }),
      ),
    )
    return performance.now() - started
  }, accounts)
  test
    .info()
    .annotations.push({ type: 'figure', description: `50 registrations in ${Math.round(elapsedMs)} ms` })
  expect(elapsedMs).toBeLessThan(5000)
  expect(await contactsOf(nodeA, '3049')).toHaveLength(1)
})
