// 15. diagnose() against a real STUN and TURN server: what it says is what coturn did.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from '@playwright/test'
import { logDir } from '../lab/paths.ts'
import { openPage } from '../lab/phones.ts'
import { expect, test } from '../lab/test.ts'
import { tokenFor, type PhoneProfile } from '../lab/web.ts'

interface Result {
  readonly verdict: string
  readonly durationMs: number
  readonly checks: readonly { name: string; status: string; code: string }[]
}

async function diagnose(browser: Browser, profile: PhoneProfile, echoNumber: string) {
  const page = await openPage(browser, '/', 700)
  const options = { apiBase: new URL(page.url()).origin, token: tokenFor(profile), echoNumber }
  const result = await page.evaluate(async (given) => {
    const sdk = '/sdk/index.js'
    const { ZorioWebphone } = (await import(sdk)) as {
      ZorioWebphone: { diagnose(options: unknown): Promise<Result> }
    }
    return ZorioWebphone.diagnose(given)
  }, options)
  return { ...result, codes: Object.fromEntries(result.checks.map(({ name, code }) => [name, code])) }
}

/** The lines that coturn wrote about a user's allocations. */
const allocationsOf = (extension: string): string[] =>
  readdirSync(logDir)
    .filter((name) => name.startsWith('coturn-'))
    .flatMap((name) => readFileSync(join(logDir, name), 'utf8').split('\n'))
    .filter((line) => line.includes('ALLOCATE processed') && line.includes(`:${extension}>`))

for (const turn of ['udp', 'tcp'] as const) {
  test(`TURN over ${turn}: an allocation is made, and the echo call goes through it`, async ({
    browser,
    startDesk,
  }) => {
    const extension = turn === 'udp' ? '1011' : '1012'
    await startDesk({ extension: '2001', ip: '127.0.0.21', toneHz: 440 })
    const { codes, verdict, durationMs } = await diagnose(browser, { extension, turn }, '2001')
    expect(codes).toMatchObject({
      turn: 'turn_ok',
      stun: 'stun_not_configured',
      registration: 'registration_ok',
    })
    expect(verdict).not.toBe('blocked')
    expect(codes['echo_call']).not.toBe('echo_no_audio')
    // One of the check, one or more of the call, whose policy is `relay`.
    await expect
      .poll(() => allocationsOf(extension).filter((line) => line.includes('success')).length)
      .toBeGreaterThan(1)
    console.log(`  diagnose with TURN over ${turn}: ${verdict}, ${codes['echo_call']}, ${durationMs} ms`)
  })
}

test('credentials that the TURN server refuses', async ({ browser, startDesk }) => {
  await startDesk({ extension: '2001', ip: '127.0.0.21', toneHz: 440 })
  const wrong = { extension: '1013', turn: 'udp', turnSecret: 'of another server' } as const
  const needed = await diagnose(browser, wrong, '')
  expect(needed.codes['turn']).toBe('turn_required')
  expect(needed.verdict).toBe('blocked')
  const spare = await diagnose(browser, { ...wrong, iceTransportPolicy: 'all' }, '2001')
  expect(spare.codes).toMatchObject({ turn: 'turn_unreachable' })
  expect(spare.codes['echo_call']).not.toBe('echo_no_audio')
  expect(spare.verdict).toBe('degraded')
  expect(allocationsOf('1013').filter((line) => line.includes('success'))).toEqual([])
})

test('STUN that answers, STUN that does not', async ({ browser }) => {
  const good = await diagnose(browser, { extension: '1014', stun: 'stun:127.0.0.1:3478' }, '')
  expect(good.codes).toMatchObject({ stun: 'stun_ok', turn: 'turn_not_configured', echo_call: 'not_run' })
  expect(good.verdict).toBe('ready')
  const dead = await diagnose(browser, { extension: '1014', stun: 'stun:127.0.0.1:9' }, '')
  expect(dead.codes).toMatchObject({ stun: 'stun_unreachable' })
  expect(dead.verdict).toBe('degraded')
})
