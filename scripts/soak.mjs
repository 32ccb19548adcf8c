// `npm run soak -- --minutes 30`: one page, calls in and out, holds, digits, drops of the socket; prints what leaks and the
// worst figures, and writes them into docs/reliability.md.
import { parseArgs } from 'node:util'
import { clearFigures, runFaults, writeReport } from './faults.mjs'

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '10' } } })
const minutes = Number(values.minutes)
if (!(minutes > 0 && minutes <= 720)) {
  console.error('--minutes must be a number from 0.1 to 720')
  process.exit(2)
}
clearFigures()
const limitMs = Math.ceil((minutes + 5) * 60_000)
const status = await runFaults(['soak.spec', '--grep', '@soak', '--global-timeout', String(limitMs)], {
  SOAK_MINUTES: String(minutes),
})
writeReport()
process.exit(status)
