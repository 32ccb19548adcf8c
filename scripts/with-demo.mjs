// Runs a command beside a demo server of its own; the server's ready line is in the variable DEMO.
// node scripts/with-demo.mjs npx vitest run --project browser
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

const root = new URL('..', import.meta.url).pathname
const [command, ...args] = process.argv.slice(2)
const server = spawn(process.execPath, [`${root}packages/server/dist/cli.js`, '--json', '--port', '0'], {
  stdio: ['ignore', 'pipe', 'inherit'],
})
server.once('exit', (code) => {
  if (code !== null && code !== 0) process.exit(code)
})
const DEMO = await new Promise((resolve) => createInterface({ input: server.stdout }).once('line', resolve))
const child = spawn(command, args, {
  cwd: root,
  stdio: ['ignore', 'inherit', 'inherit'],
  env: { ...process.env, DEMO },
})
child.once('exit', (code) => {
  server.removeAllListeners('exit')
  server.kill('SIGTERM')
  process.exitCode = code ?? 1
})
