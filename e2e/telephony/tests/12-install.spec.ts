// A host as `deploy/install.sh` sets it up: nginx ends TLS, our server hands out the credentials that Kamailio checks.
import { join } from 'node:path'
import { scratchDir } from '../lab/paths.ts'
import { expectTone, openRegistered, talk } from '../lab/phones.ts'
import { startSite, type Site } from '../lab/site.ts'
import { expect, test } from '../lab/test.ts'

let site: Site
test.beforeAll(async () => {
  site = await startSite(join(scratchDir, 'fullchain.pem'))
})
test.afterAll(() => site.stop())

test('two users of the server call each other through nginx and Kamailio', async ({ browser }) => {
  const open = (extension: string, toneHz: number) =>
    openRegistered(browser, {
      extension,
      toneHz,
      connect: { apiBase: site.apiBase, token: site.tokenOf(extension) },
    })
  const one = await open('1001', 700)
  const two = await open('1002', 900)
  const uuid = await one.dial('1002')
  const { payload } = await two.next('incoming_call')
  expect(payload.call).toMatchObject({ number: '1001' })
  expect(await two.act(payload.call?.uuid ?? '', 'answer')).toBe('ok')
  await one.next('call_answered')
  await expectTone(one, 900)
  await expectTone(two, 700)
  await talk()
  expect(await one.act(uuid, 'hangup')).toBe('ok')
  expect((await two.next('call_hangup')).payload).toMatchObject({ reason: 'normal_clearing' })
  // Kamailio tells the server nothing: the phones do.
  const records = () => site.records('1001')
  await expect.poll(async () => (await records())[0]?.end_time ?? null, { timeout: 10_000 }).not.toBeNull()
  expect(await records()).toMatchObject([
    { uuid, direction: 'internal', caller_number: '1001', destination_number: '1002', result: 'answered' },
  ])
})
