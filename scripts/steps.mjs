// Runs named steps one after the other, prints how long each took and which failed; returns the exit code.
import { spawnSync } from 'node:child_process'

const root = new URL('..', import.meta.url).pathname

export function runSteps(steps, { stopAtFailure = false } = {}) {
  const results = []
  for (const step of steps) {
    console.log(`\n── ${step.name}`)
    const started = Date.now()
    let isGreen = true
    for (const [command, ...args] of step.commands) {
      const outcome = spawnSync(command, args, {
        cwd: root,
        stdio: ['ignore', 'inherit', 'inherit'],
        env: { ...process.env, ...step.env },
      })
      if (outcome.status !== 0) {
        isGreen = false
        break
      }
    }
    results.push({ name: step.name, isGreen, seconds: (Date.now() - started) / 1000 })
    if (!isGreen && stopAtFailure) break
  }
  console.log('\n── summary')
  for (const r of results)
    console.log(`  ${r.isGreen ? 'ok    ' : 'FAILED'} ${r.name.padEnd(12)} ${r.seconds.toFixed(1)} s`)
  const failed = results.filter((r) => !r.isGreen).length
  console.log(`steps: ${results.length - failed} passed, ${failed} failed`)
  return failed > 0 ? 1 : 0
}
