import { expect, test } from '../harness/test.ts'

interface SipConfigAnswer {
  data: { username: string; password: string }
}

test('[spec 2.2] forged SIP credentials: one new bootstrap, then unregistered{remote}, and no hammering', async ({
  openPage,
  server,
}) => {
  const page = await openPage()
  let bootstraps = 0
  await page.page.route('**/api/webphone/sip-config', async (route) => {
    bootstraps += 1
    const answer = await route.fetch()
    const body = (await answer.json()) as SipConfigAnswer
    body.data.password = 'forged'
    await route.fulfill({ response: answer, json: body })
  })
  await page.connect(server, server.user('1001'))
  expect((await page.next('unregistered', 15_000)).payload).toEqual({ reason: 'remote' })
  const errors = (await page.log()).filter((entry) => entry.name === 'error')
  expect(errors.map((entry) => entry.payload['code'])).toEqual(['registration_rejected'])
  expect(bootstraps).toBe(2)
  await page.page.waitForTimeout(3000)
  expect(bootstraps, 'nothing goes on behind the back').toBe(2)
  expect(await page.status()).toBe('unregistered')
})

test('[spec 2.2] expired SIP credentials are replaced by a fresh bootstrap, and the phone registers', async ({
  openPage,
  server,
}) => {
  const page = await openPage()
  let bootstraps = 0
  await page.page.route('**/api/webphone/sip-config', async (route) => {
    bootstraps += 1
    const answer = await route.fetch()
    const body = (await answer.json()) as SipConfigAnswer
    if (bootstraps === 1) body.data.username = body.data.username.replace(/^\d+/, '1000000000')
    await route.fulfill({ response: answer, json: body })
  })
  await page.connect(server, server.user('1001'))
  await page.next('registered', 15_000)
  expect(bootstraps).toBe(2)
  expect(await page.story()).not.toContain('unregistered')
})

test('a token that ran out is replaced by the tokenResolver', async ({ openPage, server }) => {
  const page = await openPage()
  const user = server.user('1001')
  await page.connect(server, { ...user, token: 'old|token' }, {}, { tokens: [user.token] })
  await page.next('registered')
})
