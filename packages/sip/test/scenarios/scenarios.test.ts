import { afterAll, describe, test } from 'vitest'
import { flowScenarios } from './flows.ts'
import { incomingScenarios } from './incoming.ts'
import { inDialogScenarios } from './in-dialog.ts'
import { outgoingScenarios } from './outgoing.ts'
import { referScenarios } from './refers.ts'
import { registrationScenarios } from './registration.ts'
import { reofferScenarios } from './reoffers.ts'
import { serverFlowScenarios } from './server-flows.ts'
import { sessionTimerScenarios } from './session-timers.ts'
import type { Scenario } from './scenario.ts'

let passed = 0
const groups: readonly (readonly [string, readonly Scenario[]])[] = [
  ['registration', registrationScenarios],
  ['call out', outgoingScenarios],
  ['call in', incomingScenarios],
  ['offers inside a dialog', reofferScenarios],
  ['session timers', sessionTimerScenarios],
  ['transfers', referScenarios],
  ['inside a dialog', inDialogScenarios],
  ['flows', flowScenarios],
  ['flows of a server', serverFlowScenarios],
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
