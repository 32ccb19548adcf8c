// Runs named steps one after the other; at the end prints how long each took and, last of all, what failed in which.
// A step with a `lane` runs beside the others, after the ones before it in its lane, and is printed in one piece when it has ended;
// one with `isQuiet` takes the processor time that is left; one with `after` waits for that lane first.
import { spawn } from 'node:child_process'
import { constants, setPriority } from 'node:os'

const root = new URL('..', import.meta.url).pathname

/** How Playwright, Vitest, ESLint and our own checks mark a failure. */
const failureMark = /^\s*(?:✘|✖|✗|×|❯ .*FAIL|FAIL\b|FAILED\b|not ok\b|\d+\) |\w*Error: )/
const ansi = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g')
const mostNamed = 12

/** Runs one command with its output passed on; tells its exit code and the lines that name a failure. */
function runCommand([command, ...args], { env, isQuiet }, out) {
  const child = spawn(command, args, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}), ...env?.() },
  })
  // Audio is measured meanwhile: what only computes takes the time that is left.
  if (isQuiet && child.pid) setPriority(child.pid, constants.priority.PRIORITY_LOW)
  const named = new Set()
  const watch = (from, to) => {
    let rest = ''
    from.on('data', (chunk) => {
      to.write(chunk)
      const lines = (rest + chunk.toString()).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines.map((text) => text.replace(ansi, '')))
        if (failureMark.test(line)) named.add(line.trim().slice(0, 200))
    })
  }
  watch(child.stdout, out ?? process.stdout)
  watch(child.stderr, out ?? process.stderr)
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ status: 1, named: [String(error)] }))
    const finish = (status) => resolve({ status: status ?? 1, named: [...named] })
    child.once('close', finish)
    // A grandchild that outlives its parent holds the pipe open: that must not hold up the steps.
    child.once('exit', (status) => setTimeout(finish, 2000, status))
  })
}

async function runStep(step, out) {
  const started = Date.now()
  const took = () => (Date.now() - started) / 1000
  for (const command of step.commands) {
    const { status, named } = await runCommand(command, step, out)
    if (status !== 0) return { name: step.name, isGreen: false, seconds: took(), named }
  }
  return { name: step.name, isGreen: true, seconds: took(), named: [] }
}

/** Its output is kept until it has ended. */
async function runBeside(step) {
  const kept = []
  const result = await runStep(step, { write: (chunk) => kept.push(chunk) })
  console.log(`\n── ${step.name} (ran beside the others)`)
  for (const chunk of kept) process.stdout.write(chunk)
  return result
}

/** One step after the other, those of a lane beside the rest. */
async function runAll(steps, stopAtFailure) {
  const running = []
  const lanes = new Map()
  for (const step of steps) {
    if (step.after) await lanes.get(step.after)
    if (step.lane) {
      const before = lanes.get(step.lane) ?? Promise.resolve()
      const result = before.then(() => runBeside(step))
      lanes.set(step.lane, result)
      running.push(result)
      continue
    }
    console.log(`\n── ${step.name}`)
    const result = runStep(step)
    running.push(result)
    if (!(await result).isGreen && stopAtFailure) break
  }
  return Promise.all(running)
}

export async function runSteps(steps, { stopAtFailure = false } = {}) {
  const started = Date.now()
  const results = await runAll(steps, stopAtFailure)
  console.log('\n── summary')
  for (const r of results)
    console.log(`  ${r.isGreen ? 'ok    ' : 'FAILED'} ${r.name.padEnd(12)} ${r.seconds.toFixed(1)} s`)
  const failed = results.filter((r) => !r.isGreen)
  const whole = ((Date.now() - started) / 60_000).toFixed(1)
  console.log(`steps: ${results.length - failed.length} passed, ${failed.length} failed, ${whole} min`)
  for (const { name, named } of failed)
    for (const line of named.slice(-mostNamed)) console.log(`  ${name}: ${line}`)
  return failed.length > 0 ? 1 : 0
}
