import { expect, test } from 'vitest'
import { keepHouse } from './housekeeping.ts'
import { openTestServer } from './testing/test-server.ts'

test('what has ended is forgotten within the hour, what lives stays', async () => {
  const server = await openTestServer()
  const { clock, ours } = server
  const expiresAt = clock.nowMs + 60_000
  await server.login.issueToken(ours.id, 'embed', { expiresAt })
  await server.embedGrants.use('jti', expiresAt)
  const stop = keepHouse(server, { clock, onError: (error) => server.errors.push(error as Error) })
  const left = async () => [
    (await server.users.tokensOf(ours.id)).map((row) => row.deviceName),
    await server.embedGrants.use('jti', expiresAt),
  ]
  await Promise.resolve()
  expect(await left()).toEqual([['embed', 'test'], false])
  clock.advance(3_600_000)
  await stop()
  expect(await left()).toEqual([['test'], true])
  expect(server.errors).toEqual([])
})
