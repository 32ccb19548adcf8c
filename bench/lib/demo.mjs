// The demo server as a process of its own: the PBX that all phones share.
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

const cli = new URL('../../packages/server/dist/cli.js', import.meta.url).pathname

/** `on`: the core it is bound to. */
export async function startDemo({ args = [], on } = {}) {
  const command = [process.execPath, cli, '--json', '--port', '0', ...args]
  // Ends with the bench, also when that is killed.
  command.unshift('setpriv', '--pdeathsig', 'KILL')
  if (on !== undefined) command.unshift('taskset', '-c', String(on))
  const child = spawn(command[0], command.slice(1), { stdio: ['ignore', 'pipe', 'inherit'] })
  const line = await new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the demo server ended with code ${code}`)))
    createInterface({ input: child.stdout }).once('line', resolve)
  })
  const { url, users } = JSON.parse(line)
  const gone = new Promise((resolve) => child.once('exit', resolve))
  return {
    url,
    pid: child.pid,
    port: Number(new URL(url).port),
    /** Of the demo's users; in production there are none. */
    tokenOf: (extension) => users.find((user) => user.extension === extension).token,
    /** An outside caller rings. */
    async ring(extension, from) {
      const { token } = users.find((user) => user.extension === extension)
      const response = await fetch(`${url}/demo/trigger/incoming`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ from, to: extension }),
      })
      if (!response.ok) throw new Error(`trigger: ${response.status} ${await response.text()}`)
    },
    async stop() {
      child.kill('SIGKILL')
      await gone
    },
  }
}
