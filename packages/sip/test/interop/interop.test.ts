import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { jssipParty } from './jssip-party.ts'
import { ownParty } from './own-party.ts'
import type { Party, PartyOptions } from './party.ts'
import { DOMAIN, PASSWORD, startProxy } from './proxy.ts'
import type { Proxy } from './proxy.ts'
import { sipjsParty } from './sipjs-party.ts'

const makes: Readonly<Record<string, (options: PartyOptions) => Party>> = {
  own: ownParty,
  'sip.js': sipjsParty,
  jssip: jssipParty,
}

let patienceMs = 3000

/** Waits for an entry of the log after `from`; undefined when it never came. */
async function heard(party: Party, entry: string, from: number): Promise<string | undefined> {
  const limit = Date.now() + patienceMs
  for (;;) {
    const found = party.log.slice(from).find((line) => line.startsWith(entry))
    if (found !== undefined || Date.now() > limit) return found
    await wait(2)
  }
}

async function expectHeard(party: Party, entry: string, from = 0): Promise<string> {
  const found = await heard(party, entry, from)
  if (found === undefined)
    throw new Error(`${party.user} never saw "${entry}" after ${from}: ${party.log.join(', ')}`)
  return found
}

interface Pair {
  readonly caller: Party
  readonly callee: Party
}

/** Runs `act`, then waits for what each side must see of it. */
async function after(
  pair: Pair,
  act: () => void,
  expected: { caller?: string[]; callee?: string[] },
): Promise<void> {
  const starts = [pair.caller.log.length, pair.callee.log.length]
  act()
  for (const entry of expected.caller ?? []) await expectHeard(pair.caller, entry, starts[0])
  for (const entry of expected.callee ?? []) await expectHeard(pair.callee, entry, starts[1])
}

async function ring(pair: Pair): Promise<void> {
  await after(pair, () => pair.caller.call(pair.callee.user), { caller: ['ringing'], callee: ['incoming'] })
}
async function connect(pair: Pair): Promise<void> {
  await ring(pair)
  await after(pair, () => pair.callee.answer(), { caller: ['up'], callee: ['up'] })
}
async function bothIdle(pair: Pair): Promise<void> {
  const limit = Date.now() + patienceMs
  while (pair.caller.hasCall() || pair.callee.hasCall()) {
    if (Date.now() > limit)
      throw new Error(`ghost call: caller ${pair.caller.hasCall()}, callee ${pair.callee.hasCall()}`)
    await wait(2)
  }
}

type Step = readonly [name: string, run: (pair: Pair) => Promise<void>]

const steps: readonly Step[] = [
  [
    'register',
    async (pair) => {
      await after(
        pair,
        () => {
          pair.caller.register()
          pair.callee.register()
        },
        { caller: ['registered'], callee: ['registered'] },
      )
    },
  ],
  ['call', connect],
  [
    'hold by caller',
    (pair) => after(pair, () => pair.caller.hold(), { caller: ['reoffered'], callee: ['reoffer'] }),
  ],
  [
    'hold by callee',
    (pair) => after(pair, () => pair.callee.hold(), { caller: ['reoffer'], callee: ['reoffered'] }),
  ],
  ['INFO by caller', (pair) => after(pair, () => pair.caller.sendInfo('5'), { callee: ['info 5'] })],
  ['INFO by callee', (pair) => after(pair, () => pair.callee.sendInfo('7'), { caller: ['info 7'] })],
  [
    'caller hangs up',
    async (pair) => {
      await after(pair, () => pair.caller.hangup(), { caller: ['ended'], callee: ['ended'] })
      await bothIdle(pair)
    },
  ],
  [
    'callee hangs up',
    async (pair) => {
      await connect(pair)
      await after(pair, () => pair.callee.hangup(), { caller: ['ended'], callee: ['ended'] })
      await bothIdle(pair)
    },
  ],
  [
    'both hang up',
    async (pair) => {
      await connect(pair)
      pair.caller.hangup()
      pair.callee.hangup()
      await bothIdle(pair)
    },
  ],
  [
    'cancel',
    async (pair) => {
      await ring(pair)
      await after(pair, () => pair.caller.hangup(), { caller: ['ended'], callee: ['ended'] })
      await bothIdle(pair)
    },
  ],
  [
    'reject',
    async (pair) => {
      await ring(pair)
      await after(pair, () => pair.callee.reject(), { caller: ['ended'], callee: ['ended'] })
      await bothIdle(pair)
    },
  ],
  [
    'cancel/answer race',
    async (pair) => {
      for (const shift of [-6, -3, -1, 0, 0, 1, 3, 6]) {
        await ring(pair)
        if (shift < 0) pair.caller.hangup()
        if (shift < 0) await wait(-shift)
        pair.callee.answer()
        if (shift > 0) await wait(shift)
        if (shift >= 0) pair.caller.hangup()
        await bothIdle(pair)
      }
    },
  ],
]

let proxy: Proxy
const table: { pair: string; results: boolean[] }[] = []
let users = 0

beforeAll(async () => {
  proxy = await startProxy()
})

afterAll(async () => {
  const names = steps.map(([name]) => name)
  const rows = table.map(
    ({ pair, results }) =>
      `${pair.padEnd(18)} ${results.map((ok, i) => (ok ? 'ok' : 'FAIL').padEnd(names[i]?.length ?? 4)).join(' | ')}`,
  )
  console.info(`sip interop, caller -> callee\n${''.padEnd(18)} ${names.join(' | ')}\n${rows.join('\n')}`)
  await proxy.close()
})

describe('interop over a record-routing proxy', () => {
  for (const callerMake of Object.keys(makes))
    for (const calleeMake of Object.keys(makes)) {
      const name = `${callerMake} -> ${calleeMake}`
      test(
        name,
        async () => {
          const make = (kind: string): Party => {
            const user = `${++users + 2000}`
            const build = makes[kind]
            if (!build) throw new Error(kind)
            return build({ url: proxy.url, user, domain: DOMAIN, password: PASSWORD })
          }
          const pair = { caller: make(callerMake), callee: make(calleeMake) }
          // Two libraries between themselves only show that the proxy is fair: no need to wait long for them.
          patienceMs = name.includes('own') ? 5000 : 500
          const results: boolean[] = []
          const errors: string[] = []
          const mark = proxy.trace.length
          for (const [step, run] of steps) {
            // The last ACK of the step before may still be on its way (RFC 5407 3.1.5).
            await wait(40)
            try {
              await run(pair)
              results.push(true)
            } catch (error) {
              results.push(false)
              errors.push(`${step}: ${String(error)}`)
            }
          }
          table.push({ pair: name, results })
          pair.caller.stop()
          pair.callee.stop()
          const faults = [...pair.caller.log, ...pair.callee.log].filter((line) => line.startsWith('fault'))
          expect(proxy.faults).toEqual([])
          if (name.includes('own'))
            expect(errors, `${faults.join('\n')}\n${proxy.trace.slice(mark).slice(-60).join('\n')}`).toEqual(
              [],
            )
          else if (errors.length > 0) console.info(`${name}: ${errors.join('; ')}`)
        },
        60_000,
      )
    }
})
