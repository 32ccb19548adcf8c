import { spawn, type ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'

export interface DemoUser {
  readonly extension: string
  readonly username: string
  readonly password: string
  readonly token: string
}

interface ReadyLine {
  readonly url: string
  readonly sdk: string
  readonly users: readonly DemoUser[]
}

/** The demo server as its own process, as `npm run demo -- --json` starts it. */
export class DemoServer {
  #child: ChildProcess | undefined
  #ready: ReadyLine | undefined
  readonly #args: readonly string[]

  constructor(args: readonly string[] = []) {
    this.#args = args
  }

  get url(): string {
    return this.#line().url
  }

  get sdk(): string {
    return this.#line().sdk
  }

  user(extension: string): DemoUser {
    const user = this.#line().users.find((candidate) => candidate.extension === extension)
    if (user === undefined) throw new Error(`the demo has no user ${extension}`)
    return user
  }

  get port(): number {
    return Number(new URL(this.url).port)
  }

  async start(port = 0): Promise<void> {
    const cli = new URL('../../packages/server/dist/cli.js', import.meta.url).pathname
    const child = spawn(process.execPath, [cli, '--json', '--port', String(port), ...this.#args], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    this.#child = child
    this.#ready = await new Promise<ReadyLine>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('the demo server was not ready within 40 s')), 40_000)
      child.once('exit', (code) => reject(new Error(`the demo server ended with code ${code}`)))
      createInterface({ input: child.stdout }).once('line', (line) => {
        clearTimeout(timer)
        resolve(JSON.parse(line) as ReadyLine)
      })
    })
  }

  /** `SIGKILL` is a crash; the default is an orderly stop. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    const child = this.#child
    this.#child = undefined
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
    child.kill(signal)
    const timer = setTimeout(() => child.kill('SIGKILL'), 5_000)
    await gone
    clearTimeout(timer)
  }

  #line(): ReadyLine {
    if (this.#ready === undefined) throw new Error('the demo server is not started')
    return this.#ready
  }
}
