import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testNumbers } from '../src/index.ts'
import { startTestPbx, type TestPbx } from './support/test-pbx.ts'
import type { TestPhone } from './support/test-phone.ts'

let house: TestPbx
let phone: TestPhone
beforeAll(async () => {
  house = await startTestPbx()
  phone = await house.registered('1001')
})
afterAll(() => house.close())

const ALL_KEYS = '0123456789*#ABCD'

async function call(number: string) {
  const started = await phone.call(number)
  const secondsSince = performance.now()
  return { ...started, call: started, elapsedMs: () => performance.now() - secondsSince }
}

test('the table lists every number once, with what it does', () => {
  expect(testNumbers.map(({ number }) => number)).toEqual([
    ...['9200', '9440', '9283', '9284', '9500', '9183', '9180', '90NN', '9480'],
    ...['9486', '9603', '9404', '9484', '9502', '9503', '97NN', '9800', '9999'],
  ])
  for (const { what } of testNumbers) expect(what).not.toBe('')
})

describe.concurrent('test numbers', () => {
  test('9200 echoes', async () => {
    const { call: out } = await call('9200')
    await out.answered()
    out.whistle(700)
    await out.hears(700)
    expect(await out.reoffer('sendonly')).toContain('a=recvonly')
    expect(await out.reoffer('inactive')).toMatch(/m=audio 9 [^]*a=inactive/)
    expect(await out.reoffer('sendrecv')).toContain('a=sendrecv')
    await out.hears(700)
    out.hangUp()
  })

  test('9440 plays 440 Hz', async () => {
    const { call: out } = await call('9440')
    await out.answered()
    await out.hears(440)
    out.hangUp()
  })

  test('9283 sends all keys by RTP', async () => {
    const { call: out } = await call('9283')
    await expect.poll(() => out.rtpDigits.join(''), { timeout: 9000 }).toBe(ALL_KEYS)
    expect(out.infoDigits).toEqual([])
    out.hangUp()
  })

  test('9284 sends all keys by INFO', async () => {
    const { call: out } = await call('9284')
    await expect.poll(() => out.infoDigits.join(''), { timeout: 9000 }).toBe(ALL_KEYS)
    expect(out.rtpDigits).toEqual([])
    out.hangUp()
  })

  test('9500 prompts, beeps for each key and sends it back', async () => {
    const { call: out } = await call('9500')
    await out.answered()
    await out.hears(523)
    out.end.media.sendDigits('3')
    await out.hears(1000)
    await expect.poll(() => out.rtpDigits.join('')).toBe('3')
    out.sendInfo('#')
    await expect.poll(() => out.rtpDigits.join('')).toBe('3#')
    out.hangUp()
  })

  test('9183 plays 425 Hz before it answers', async () => {
    const { call: out, elapsedMs } = await call('9183')
    const { answer } = await out.until('progress', ({ status }) => status === 183)
    expect(answer).toContain('m=audio 9 ')
    await out.hears(425)
    expect(out.facts.some(({ type }) => type === 'accepted')).toBe(false)
    await out.answered()
    expect(elapsedMs()).toBeGreaterThan(2900)
    out.hangUp()
  })

  test('9180 rings for 3 s, then echoes', async () => {
    const { call: out, elapsedMs } = await call('9180')
    await out.until('progress', ({ status, answer }) => status === 180 && answer === undefined)
    await out.answered()
    expect(elapsedMs()).toBeGreaterThan(2900)
    out.whistle(600)
    await out.hears(600)
    out.hangUp()
  })

  test('90NN hangs up after NN seconds', async () => {
    const { call: out, elapsedMs } = await call('9001')
    await out.answered()
    expect(await out.ended()).toMatchObject({
      ...{ by: 'remote', how: 'bye', wasAnswered: true },
      reasons: [{ protocol: 'Q.850', cause: 16, text: 'NORMAL_CLEARING' }],
    })
    expect(elapsedMs()).toBeGreaterThan(950)
    expect(elapsedMs()).toBeLessThan(4500)
  })

  test('9480 rings for 5 s and gives up', async () => {
    const { call: out, elapsedMs } = await call('9480')
    await out.until('progress', ({ status }) => status === 180)
    expect(await out.ended()).toMatchObject({
      ...{ status: 480, wasAnswered: false },
      reasons: [{ protocol: 'Q.850', cause: 19, text: 'NO_ANSWER' }],
    })
    expect(elapsedMs()).toBeGreaterThan(4900)
  })

  test.each([
    ['9486', 486, 17, 'USER_BUSY'],
    ['9603', 603, 21, 'CALL_REJECTED'],
    ['9404', 404, 1, 'UNALLOCATED_NUMBER'],
    ['9484', 484, 28, 'INVALID_NUMBER_FORMAT'],
    ['9502', 502, 38, 'NETWORK_OUT_OF_ORDER'],
    ['9503', 503, 41, 'NORMAL_TEMPORARY_FAILURE'],
  ])('%s ends with %i and Q.850 %i', async (number, status, cause, text) => {
    const { call: out } = await call(number)
    const end = await out.ended()
    expect(end).toMatchObject({ status, reasons: [{ protocol: 'Q.850', cause, text }] })
    expect(end.retryAfterSeconds).toBe(number === '9503' ? 5 : undefined)
  })

  test('97NN beeps, hangs up and calls back', async () => {
    const { call: out } = await call('9701')
    await out.answered()
    await out.hears(1000)
    expect(await out.ended()).toMatchObject({ how: 'bye' })
    const back = await phone.incoming()
    expect(back.incoming?.from).toMatchObject({ uri: 'sip:0987654321@pbx.test', displayName: 'Nguyễn An' })
    await back.answer()
    back.whistle(800)
    await back.hears(800)
    back.hangUp()
  })

  test('9800 transfers the caller to 9440', async () => {
    const { call: out } = await call('9800')
    await out.answered()
    const refer = await out.until('refer')
    expect(refer).toMatchObject({ target: 'sip:9440@pbx.test' })
    phone.command((agent, now) => {
      agent.acceptRefer(out.leg, now)
      agent.notifyRefer(out.leg, 200, 'OK', now)
    })
    expect(await out.ended()).toMatchObject({ how: 'bye' })
  })
})

test('9999 cuts the socket; the call and its audio live on', async () => {
  const own = await house.registered('1004')
  const out = await own.call('9999')
  await out.answered()
  await out.hears(440)
  expect(await own.closed).toBe(1006)
  await out.hears(440)
  await new Promise((resolve) => setTimeout(resolve, 2000))
  expect((await own.connect()).type).toBe('registered')
  expect(await out.reoffer('sendrecv')).toContain('a=sendrecv')
  await out.hears(440)
  out.hangUp()
  await expect
    .poll(() => house.events.filter(({ extension }) => extension === '1004').at(-1)?.step)
    .toBe('hangup')
})

test('each call has its steps in order, and exactly one hang-up', async () => {
  await expect.poll(() => house.events.filter(({ step }) => step === 'hangup').length).toBeGreaterThan(15)
  const steps = new Map<string, string[]>()
  for (const { callUuid, step } of house.events) steps.set(callUuid, [...(steps.get(callUuid) ?? []), step])
  for (const list of steps.values()) {
    expect(['ringing answered hangup', 'ringing hangup', 'hangup']).toContain(list.join(' '))
  }
})

test('a PBX for work has the echo alone', async () => {
  const sober = await startTestPbx({ testNumbers: 'echo' })
  try {
    const own = await sober.registered('1001')
    const echo = await own.call('9200')
    await echo.answered()
    echo.hangUp()
    const tone = await own.call('9440')
    expect(await tone.ended()).toMatchObject({ status: 404 })
  } finally {
    await sober.close()
  }
})
