/**
 * Random host, random faults, random far end, against a whole phone in virtual time, 10,000 steps a run. A failure is
 * shrunk to the fewest steps and printed as data for a test of its own, with its seed. MODEL_SEED (`random`, or a
 * number) and MODEL_WALKS change the run.
 */
import { array, asyncProperty, check } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyStep } from './steps.ts'
import { runWalk } from './run-walk.ts'
import type { Step } from './steps.ts'

const walks = Number(process.env['MODEL_WALKS'] ?? 115)
const wanted = process.env['MODEL_SEED'] ?? '4'
const seed = wanted === 'random' ? Math.floor(Math.random() * 2 ** 31) : Number(wanted)
const limitMs = 170_000

describe('the phone as a model', () => {
  it(
    `${walks} walks, seed ${seed}`,
    async () => {
      let steps = 0
      const property = asyncProperty(array(anyStep, { maxLength: 200, size: 'max' }), async (walk) => {
        steps += walk.length
        await runWalk(walk)
      })
      const result = await check(property, { seed, numRuns: walks, interruptAfterTimeLimit: limitMs })
      console.log(`model: seed ${seed}, ${result.numRuns} walks, ${steps} steps`)
      if (result.failed) expect.fail(describeFailure(result.errorInstance, result.counterexample?.[0] ?? []))
    },
    limitMs + 20_000,
  )
})

function describeFailure(error: unknown, steps: readonly Step[]): string {
  return `${String(error)}\nseed ${seed}, shrunk to ${steps.length} steps:\n${steps.map((one) => JSON.stringify(one)).join(',\n')}`
}
