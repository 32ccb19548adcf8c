import { expect, test } from 'vitest'
import { startTestPbx } from './support/test-pbx.ts'

// In a file, and so in a process, of its own: what other tests leave behind would be counted here.
test('close hangs up, closes the sockets, and leaves nothing open', async () => {
  const before = process.getActiveResourcesInfo().sort()
  const own = await startTestPbx()
  const [alice, bob] = [await own.registered('1001'), await own.registered('1002')]
  const [toRobot, toBob, incoming] = await Promise.all([
    alice.call('9440'),
    alice.call('1002'),
    bob.incoming(),
  ])
  await incoming.answer()
  await toRobot.hears(440)
  const ringing = await alice.call('9180')
  await ringing.until('progress', ({ status }) => status === 180)
  const callBack = await alice.call('9760')
  await callBack.ended()
  await toBob.answered()
  await own.pbx.close()
  expect(await alice.closed).toBe(1001)
  for (const call of [toRobot, toBob, incoming]) expect(await call.ended()).toMatchObject({ by: 'remote' })
  expect(own.events.filter(({ step }) => step === 'hangup')).toHaveLength(4)
  await own.close()
  await expect.poll(() => process.getActiveResourcesInfo().sort(), { timeout: 10_000 }).toEqual(before)
})
