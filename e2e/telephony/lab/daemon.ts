// One process that a test or the whole run owns: it dies with the runner, and everything it printed is kept.
import { spawn } from 'node:child_process'
import { createWriteStream, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { once } from 'node:events'
import { logDir } from './paths.ts'

export interface Daemon {
  readonly name: string
  readonly pid: number
  readonly logFile: string
  /** Exit code, or null while it runs. */
  exitCode(): number | null
  log(): string
  /** TERM, then KILL after `graceMs`; resolves when it is gone. */
  stop(graceMs?: number): Promise<void>
  /** SIGKILL to the whole process group: a crash, for fault tests. */
  kill(): Promise<void>
  /** SIGSTOP to the whole process group: alive, and silent. */
  freeze(): void
  thaw(): void
  exited: Promise<number>
}

export interface DaemonOptions {
  readonly name: string
  readonly command: string
  readonly args: readonly string[]
  readonly cwd?: string
}

let serial = 0

/** `setpriv --pdeathsig`: a runner that is killed leaves nothing behind. Own process group: stopped as a whole, by pid. */
export function startDaemon(options: DaemonOptions): Daemon {
  mkdirSync(logDir, { recursive: true })
  const logFile = join(logDir, `${options.name}-${process.pid}-${++serial}.log`)
  const sink = createWriteStream(logFile)
  const child = spawn('setpriv', ['--pdeathsig', 'TERM', options.command, ...options.args], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(options.cwd ? { cwd: options.cwd } : {}),
  })
  child.stdout.pipe(sink, { end: false })
  child.stderr.pipe(sink, { end: false })
  const pid = child.pid
  if (pid === undefined) throw new Error(`${options.name}: ${options.command} did not start`)
  const exited = once(child, 'exit').then(([code]) => (typeof code === 'number' ? code : -1))
  const signal = (name: NodeJS.Signals) => {
    try {
      process.kill(-pid, name)
    } catch {
      // Gone already.
    }
  }
  const ended = async (graceMs: number) => {
    if (child.exitCode !== null || child.signalCode !== null) return
    // What stands still cannot end.
    signal('SIGCONT')
    const timer = setTimeout(() => signal('SIGKILL'), graceMs)
    await exited
    clearTimeout(timer)
  }
  return {
    name: options.name,
    pid,
    logFile,
    exitCode: () => child.exitCode ?? (child.signalCode === null ? null : -1),
    log: () => readFileSync(logFile, 'utf8'),
    exited,
    stop: async (graceMs = 3000) => {
      signal('SIGTERM')
      await ended(graceMs)
    },
    freeze: () => signal('SIGSTOP'),
    thaw: () => signal('SIGCONT'),
    kill: async () => {
      signal('SIGKILL')
      await ended(1000)
    },
  }
}
