// 1. Registration with the time-limited credentials of the back end.
import { credentialsFor } from '../lab/credentials.ts'
import { contactsOf } from '../lab/kamailio.ts'
import { nodeA, sipSecret } from '../lab/paths.ts'
import { openPhone, openRegistered } from '../lab/phones.ts'
import { ask } from '../lab/raw-sip.ts'
import { record } from '../../faults/figures.ts'
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

test('an office of fifty phones behind one address registers within five seconds', async () => {
  // Over UDP: one Chromium opens its WebSockets to one host one after the other, and would be what is measured.
  const started = performance.now()
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, index) => {
      const user = String(3000 + index)
      return ask({ method: 'REGISTER', user, credentials: credentialsFor(user, { secret: sipSecret }) })
    }),
  )
  expect(answers.map((answer) => answer.status)).toEqual(answers.map(() => 200))
  record('G2', 'Kamailio: fifty phones of one address registered, ms', performance.now() - started, {
    atMost: 5000,
  })
  expect(await contactsOf(nodeA, '3049')).toHaveLength(1)
})
