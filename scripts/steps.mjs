// Runs named steps one after the other; at the end prints how long each took and, last of all, what failed in which.
import { spawn } from 'node:child_process'

const root = new URL('..', import.meta.url).pathname

/** How Playwright, Vitest, ESLint and our own checks mark a failure. */
const failureMark = /^\s*(?:✘|✖|✗|×|❯ .*FAIL|FAIL\b|FAILED\b|not ok\b|\d+\) |\w*Error: )/
const ansi = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g')
const mostNamed = 12

/** Runs one command with its output passed on; tells its exit code and the lines that name a failure. */
function runCommand([command, ...args], env) {
  const child = spawn(command, args, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}), ...env },
  })
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
  watch(child.stdout, process.stdout)
  watch(child.stderr, process.stderr)
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ status: 1, named: [String(error)] }))
    const finish = (status) => resolve({ status: status ?? 1, named: [...named] })
    child.once('close', finish)
    // A grandchild that outlives its parent holds the pipe open: that must not hold up the steps.
    child.once('exit', (status) => setTimeout(finish, 2000, status))
  })
}

async function runStep(step) {
  const started = Date.now()
  const took = () => (Date.now() - started) / 1000
  for (const command of step.commands) {
    const { status, named } = await runCommand(command, step.env)
    if (status !== 0) return { name: step.name, isGreen: false, seconds: took(), named }
  }
  return { name: step.name, isGreen: true, seconds: took(), named: [] }
}

export async function runSteps(steps, { stopAtFailure = false } = {}) {
  const results = []
  for (const step of steps) {
    console.log(`\n── ${step.name}`)
    const result = await runStep(step)
    results.push(result)
    if (!result.isGreen && stopAtFailure) break
  }
  console.log('\n── summary')
  for (const r of results)
    console.log(`  ${r.isGreen ? 'ok    ' : 'FAILED'} ${r.name.padEnd(12)} ${r.seconds.toFixed(1)} s`)
  const failed = results.filter((r) => !r.isGreen)
  console.log(`steps: ${results.length - failed.length} passed, ${failed.length} failed`)
  for (const { name, named } of failed)
    for (const line of named.slice(-mostNamed)) console.log(`  ${name}: ${line}`)
  return failed.length > 0 ? 1 : 0
}
