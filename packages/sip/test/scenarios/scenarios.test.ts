import { afterAll, describe, test } from 'vitest'
import { flowScenarios } from './flows.ts'
import { incomingScenarios } from './incoming.ts'
import { inDialogScenarios } from './in-dialog.ts'
import { outgoingScenarios } from './outgoing.ts'
import { registrationScenarios } from './registration.ts'
import type { Scenario } from './scenario.ts'

let passed = 0
const groups: readonly (readonly [string, readonly Scenario[]])[] = [
  ['registration', registrationScenarios],
  ['call out', outgoingScenarios],
  ['call in', incomingScenarios],
  ['inside a dialog', inDialogScenarios],
  ['flows', flowScenarios],
]

for (const [name, scenarios] of groups)
  describe(name, () => {
    for (const { name: title, run } of scenarios)
      test(title, () => {
        run()
        passed++
      })
  })

afterAll(() => {
  const total = groups.reduce((sum, [, scenarios]) => sum + scenarios.length, 0)
  console.info(`sip: ${passed} of ${total} scenarios passed (scripted peer, virtual clock)`)
})
