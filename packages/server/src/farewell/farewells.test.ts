import { expect, test } from 'vitest'
import { openStores } from '../stores.ts'
import { createFakeClock } from '../testing/fake-clock.ts'
import { createFarewells } from './farewells.ts'

const farewell = { extension: '1001', callId: 'call-1', frame: 'BYE …' }

/** `answers`: a status, or an error where no proxy answers; the last one for ever. */
async function house(...answers: (number | Error)[]) {
  const { farewells: store, db } = await openStores(':memory:')
  const clock = createFakeClock()
  const sent: string[] = []
  const ended: string[] = []
  const errors: unknown[] = []
  const open = () =>
    createFarewells({
      clock,
      farewells: store,
      send: async (frame) => {
        sent.push(frame)
        const answer = answers.length > 1 ? answers.shift() : answers[0]
        if (answer === undefined || answer instanceof Error) throw answer
        return answer
      },
      onEnded: async ({ callId }) => void ended.push(callId),
      onError: (error) => errors.push(error),
    })
  const farewells = open()
  const after = async (seconds: number) => {
    clock.advance(seconds * 1000)
    await farewells.settled()
  }
  return { store, db, clock, sent, ended, errors, farewells, after, open }
}

test('said when nobody came back, once', async () => {
  const { farewells, after, sent, ended, store } = await house(200)
  await farewells.keep(farewell, 4)
  await after(3.9)
  expect(sent).toEqual([])
  await after(0.2)
  await after(100)
  expect([sent, ended]).toEqual([[farewell.frame], ['call-1']])
  expect(await store.nextAt()).toBeUndefined()
})

test('a page that came back has longer; a wish that was overtaken makes it no shorter', async () => {
  const { farewells, after, sent } = await house(200)
  await farewells.keep(farewell, 88)
  await farewells.keep(farewell, 4)
  await after(80)
  expect(sent).toEqual([])
  await after(8)
  expect(sent).toHaveLength(1)
})

test('declined: at once, with a BYE or with the one that waits', async () => {
  const { farewells, sent } = await house(200)
  await farewells.say(farewell)
  await farewells.settled()
  expect(sent).toHaveLength(1)
  expect(await farewells.sayWaiting(farewell)).toBe(false)
  await farewells.keep(farewell, 90)
  expect(await farewells.sayWaiting({ ...farewell, extension: '1002' })).toBe(false)
  expect(await farewells.sayWaiting(farewell)).toBe(true)
  await farewells.settled()
  expect(sent).toHaveLength(2)
})

test('a call that was over or taken back is not ended a second time', async () => {
  const { farewells, after, sent, ended, errors } = await house(481)
  await farewells.keep(farewell, 4)
  await after(60)
  expect([sent.length, ended, errors]).toEqual([1, [], []])
})

test('the proxy is away: again until it is there, and given up after a minute', async () => {
  const away = new Error('refused')
  const back = await house(away, 503, 200)
  await back.farewells.keep(farewell, 4)
  for (let second = 0; second < 60; second += 1) await back.after(1)
  expect([back.sent.length, back.ended.length, back.errors.length]).toEqual([3, 1, 2])
  const never = await house(away)
  await never.farewells.keep(farewell, 4)
  for (let second = 0; second < 200; second += 1) await never.after(1)
  expect([never.sent.length, never.ended.length]).toEqual([7, 0])
  expect(await never.store.nextAt()).toBeUndefined()
})

test('a restart loses none: what fell due meanwhile is said at the start, the rest in its time', async () => {
  const { farewells, clock, sent, open } = await house(200)
  await farewells.keep(farewell, 4)
  await farewells.keep({ ...farewell, callId: 'call-2', frame: 'BYE 2' }, 90)
  await farewells.close()
  clock.advance(30_000)
  expect(sent).toEqual([])
  const next = open()
  next.start()
  await next.settled()
  expect(sent).toEqual([farewell.frame])
  for (let second = 0; second < 61; second += 1) {
    clock.advance(1000)
    await next.settled()
  }
  expect(sent).toEqual([farewell.frame, 'BYE 2'])
})

test('two processes on one database: one of them says it', async () => {
  const { farewells, clock, sent, open } = await house(200)
  const other = open()
  await farewells.keep(farewell, 4)
  await other.keep(farewell, 4.001)
  clock.advance(5000)
  await Promise.all([farewells.settled(), other.settled()])
  expect(sent).toHaveLength(1)
})
