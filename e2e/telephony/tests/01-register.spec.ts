// 1. Registration with the time-limited credentials of the back end.
import { contactsOf, rpc } from '../lab/kamailio.ts'
import { nodeA } from '../lab/paths.ts'
import { openPhone, openRegistered } from '../lab/phones.ts'
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

test('fifty phones behind one address register within five seconds', async () => {
  const stats = JSON.stringify(await rpc(nodeA, 'core.uptime'))
  expect(stats).toContain('uptime')
})
