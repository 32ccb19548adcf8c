// What a page of the docs tells its reader to do: files to write, commands to run, in the order of the page.
import { spawn } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'
import { stripVTControlCharacters } from 'node:util'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'

/** Commands that go on until they are ended. */
const isServer = (command) => /^(npx (vite|@zorio\/sandbox( listen.*)?)|node server\.mjs)$/.test(command)

/**
 * Blocks with a file's name in brackets are files, `sh` blocks are commands, one a line:
 * `{ type: 'file', name, text }` and `{ type: 'command' | 'server', command }`.
 */
export function stepsOf(page) {
  const blocks = readFileSync(page, 'utf8').matchAll(/^```(\w+)(?: \[([^\]]+)\])?\n(.*?)^```$/gms)
  return [...blocks].flatMap(([, language, name, text]) => {
    if (name !== undefined) return [{ type: 'file', name, text }]
    if (language !== 'sh') return []
    const commands = text.trim().split('\n')
    return commands.map((command) => ({ type: isServer(command) ? 'server' : 'command', command }))
  })
}

/** Writes the page's files; `replaced` are the words that a reader changes. */
export function writeFiles(steps, folder, replaced) {
  mkdirSync(folder, { recursive: true })
  for (const { name, text } of steps.filter((one) => one.type === 'file'))
    writeFileSync(`${folder}/${name}`, substitute(text, replaced))
}

export function substitute(text, replaced) {
  return Object.entries(replaced).reduce((result, [from, to]) => result.replaceAll(from, to), text)
}

/** Runs a command to its end; rejects with what it printed when it fails. */
export function runCommand(command, { cwd, env, timeoutMs = 60_000 }) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, {
      cwd,
      env,
      shell: true,
      timeout: timeoutMs,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let text = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => (text += part))
    child.on('error', reject)
    child.on('close', (code) =>
      code === 0 ? resolve(text) : reject(new Error(`${command}: ${code} ${text}`)),
    )
  })
}

/** Starts a command that goes on. `printed(pattern)` waits for its words; `end` ends it and all it started. */
export function startCommand(command, { cwd, env }) {
  const child = spawn(command, { cwd, env, shell: true, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
  let text = ''
  const life = { hasEnded: false }
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => (text += part))
  const ended = new Promise((resolve) => child.on('close', resolve)).then(() => (life.hasEnded = true))
  return {
    async printed(pattern, timeoutMs = 60_000) {
      for (const until = Date.now() + timeoutMs; Date.now() < until && !life.hasEnded; await pause(20)) {
        const match = pattern.exec(stripVTControlCharacters(text))
        if (match) return match
      }
      throw new Error(`${command}: ${life.hasEnded ? 'ended' : `does not say ${pattern}`}\n${text}`)
    },
    async end() {
      // Its shell, npx and what they started are one group.
      if (!life.hasEnded && child.pid !== undefined) process.kill(-child.pid, 'SIGTERM')
      await ended
    },
  }
}
