import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from '@playwright/test'
import { record } from './figures.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))

test('F10 random walk: ten thousand steps of host, faults and far end', () => {
  test.setTimeout(240_000)
  const command = ['vitest', 'run', '--project', 'unit', 'packages/webphone/test/model/model.test.ts']
  const told = execFileSync('npx', command, { cwd: root, encoding: 'utf8', timeout: 220_000 })
  const [, seed, steps] = /model: seed (\d+), \d+ walks, (\d+) steps/.exec(told) ?? []
  expect(seed).toBeDefined()
  record('F10', `steps without a violation, seed ${seed}`, Number(steps), { atLeast: 10_000 })
})
