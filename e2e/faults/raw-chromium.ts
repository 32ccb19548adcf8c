/**
 * A Chromium of its own, driven by the bare protocol: Playwright keeps every page visible and the back-forward cache off,
 * and one cannot stop a browser that it talks to.
 */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { WebSocket } from 'ws'
import { quietFlags, wholeChromiumPath } from '../harness/chromium.ts'
import type { DemoServer } from '../harness/demo-server.ts'
import type { LoggedEvent } from '../harness/phone-page.ts'

type Json = Record<string, unknown>

export class RawChromium {
  readonly #child: ChildProcess
  readonly #folder: string
  readonly #socket: WebSocket
  readonly #waiting = new Map<number, { resolve: (value: Json) => void; reject: (error: Error) => void }>()
  #last = 0

  private constructor(child: ChildProcess, folder: string, socket: WebSocket) {
    this.#child = child
    this.#folder = folder
    this.#socket = socket
    socket.on('message', (data: Buffer) => this.#receive(JSON.parse(data.toString('utf8')) as Json))
  }

  /** `without`: flags of the harness that are left out. */
  static async start(flags: readonly string[] = [], without: readonly string[] = []): Promise<RawChromium> {
    const folder = mkdtempSync(`${tmpdir()}/faults-`)
    const own = ['--headless=new', '--no-sandbox', '--remote-debugging-port=0', `--user-data-dir=${folder}`]
    const all = [
      ...own,
      ...quietFlags.filter((one) => !without.includes(one)),
      '--autoplay-policy=no-user-gesture-required',
      ...flags,
      'about:blank',
    ]
    // Its own process group: stopping it stops all of it, and nothing else.
    const child = spawn(wholeChromiumPath(), all, { stdio: 'ignore', detached: true })
    const file = `${folder}/DevToolsActivePort`
    for (let tries = 0; tries < 150 && !existsSync(file); tries += 1) await pause(100)
    await pause(100)
    const [port, path] = readFileSync(file, 'utf8').trim().split('\n')
    const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`)
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
    return new RawChromium(child, folder, socket)
  }

  async send(method: string, params: Json = {}, sessionId?: string): Promise<Json> {
    this.#last += 1
    const id = this.#last
    this.#socket.send(JSON.stringify({ id, method, params, ...(sessionId !== undefined && { sessionId }) }))
    return new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }))
  }

  async open(url: string): Promise<RawPage> {
    const { targetId } = await this.send('Target.createTarget', { url })
    const { sessionId } = await this.send('Target.attachToTarget', { targetId, flatten: true })
    const page = new RawPage(this, targetId as string, sessionId as string)
    await page.until('window.isReady === true')
    return page
  }

  /** The whole browser stands still, as when the lid is closed. */
  sleep(): void {
    for (const pid of this.#pids()) process.kill(pid, 'SIGSTOP')
  }

  wake(): void {
    for (const pid of this.#pids()) process.kill(pid, 'SIGCONT')
  }

  async stop(): Promise<void> {
    this.#socket.terminate()
    const gone = new Promise((resolve) => this.#child.once('exit', resolve))
    for (const pid of this.#pids()) process.kill(pid, 'SIGKILL')
    await gone
    await pause(200)
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5 })
  }

  /** Processes of our own group: ours and no one else's. */
  #pids(): readonly number[] {
    const list = execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8', maxBuffer: 2 ** 24 })
    const own = list.split('\n').filter((line) => line.includes(this.#folder))
    return [...new Set([this.#child.pid as number, ...own.map((line) => Number.parseInt(line, 10))])]
  }

  #receive(message: Json): void {
    const waiting = this.#waiting.get(message['id'] as number)
    this.#waiting.delete(message['id'] as number)
    if (message['error'] !== undefined) waiting?.reject(new Error(JSON.stringify(message['error'])))
    else waiting?.resolve((message['result'] ?? {}) as Json)
  }
}

export class RawPage {
  readonly #browser: RawChromium
  readonly targetId: string
  readonly #session: string

  constructor(browser: RawChromium, targetId: string, session: string) {
    this.#browser = browser
    this.targetId = targetId
    this.#session = session
  }

  send(method: string, params: Json = {}): Promise<Json> {
    return this.#browser.send(method, params, this.#session)
  }

  async evaluate<T>(expression: string): Promise<T> {
    const answer = await this.send('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: true,
    })
    const { result, exceptionDetails } = answer as { result: { value: T }; exceptionDetails?: object }
    if (exceptionDetails) throw new Error(JSON.stringify(exceptionDetails))
    return result.value
  }

  async until(expression: string, timeoutMs = 15_000): Promise<number> {
    const started = performance.now()
    while (performance.now() - started < timeoutMs) {
      // While a document is replaced there is no context to ask.
      if (await this.evaluate<boolean>(`Boolean(${expression})`).catch(() => false))
        return performance.now() - started
      await pause(25)
    }
    throw new Error(`not within ${timeoutMs} ms: ${expression}`)
  }

  /** Connects as a demo user, through `apiBase`, and waits for the registration. */
  async connect(
    server: DemoServer,
    apiBase: string,
    extension: string,
    { extra = {}, options: more = {} }: { extra?: object; options?: object } = {},
  ): Promise<void> {
    const { token } = server.user(extension)
    const options = { apiBase, token, audioInput: 'tone', ...more }
    await this.evaluate(
      `startPhone(${JSON.stringify(server.sdk)}, ${JSON.stringify(options)}, ${JSON.stringify(extra)})`,
    )
    await this.until("phone.status === 'registered'")
  }

  /** A moment of the page's clock on the test's own, both in ms of `performance.now()`. */
  async timeOf(at: number): Promise<number> {
    return at + (await this.evaluate<number>('performance.timeOrigin')) - performance.timeOrigin
  }

  log(): Promise<readonly LoggedEvent[]> {
    return this.evaluate('JSON.parse(JSON.stringify(log))')
  }

  async names(): Promise<readonly string[]> {
    return (await this.log()).map((one) => one.name).filter((name) => name !== 'status_changed')
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
