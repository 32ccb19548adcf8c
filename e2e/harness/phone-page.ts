import { expect, type Browser, type Page } from '@playwright/test'
import type { DemoServer, DemoUser } from './demo-server.ts'

export interface LoggedEvent {
  readonly at: number
  readonly name: string
  readonly status: string
  // The page's own copy of the payload: JSON of any of the events.
  readonly payload: Record<string, unknown> & { call?: LoggedCall }
}

export interface LoggedCall {
  readonly uuid: string
  readonly number: string
  readonly direction: string
  readonly state: string
  readonly billsec: number
  readonly [key: string]: unknown
}

const beyondSpecification: ReadonlySet<string> = new Set([
  'call_updated',
  'status_changed',
  'call_quality',
  'reachability_restored',
  'device_changed',
  'call_recoverable',
])

interface PageGlobals {
  log: LoggedEvent[]
  calls: Map<string, Record<string, (...args: unknown[]) => Promise<unknown>>>
  phone: Record<string, (...args: unknown[]) => Promise<unknown>>
  isReady: boolean
  startPhone: (sdk: string, options: object, extra: object) => Promise<void>
  dial: (number: string, options?: object) => Promise<string>
  measure: {
    audio: () => Promise<AudioTotals>
    tone: (ms?: number, nthLast?: number) => Promise<{ hz: number; level: number }>
    failures: string[]
    openSockets: () => number
    liveConnections: () => number
  }
}

export interface AudioTotals {
  readonly packetsReceived: number
  readonly bytesReceived: number
  readonly packetsSent: number
  readonly energy: number
  readonly concealed: number
  readonly packetsLost: number
  readonly samples: number
}

/** One page of an integrator with one phone in it, driven and watched from the test. */
export class PhonePage {
  readonly page: Page
  #cursor = 0

  constructor(page: Page) {
    this.page = page
  }

  static async open(browser: Browser, url: string): Promise<PhonePage> {
    const context = await browser.newContext({ permissions: ['microphone'] })
    const page = await context.newPage()
    await page.goto(url)
    await page.waitForFunction(() => (window as unknown as PageGlobals).isReady)
    return new PhonePage(page)
  }

  /** Connects as a demo user, with the quiet tone in place of a microphone. */
  async connect(server: DemoServer, user: DemoUser, options: object = {}, extra: object = {}): Promise<void> {
    const all = { apiBase: server.url, token: user.token, audioInput: 'tone', ...options }
    await this.page.evaluate(
      ([sdk, o, e]) => (window as unknown as PageGlobals).startPhone(sdk, o as object, e),
      [server.sdk, all, extra] as const,
    )
  }

  async connectAndRegister(server: DemoServer, extension: string, options: object = {}): Promise<void> {
    await this.connect(server, server.user(extension), options)
    await this.next('registered')
  }

  async log(): Promise<readonly LoggedEvent[]> {
    return this.page.evaluate(() => (window as unknown as PageGlobals).log)
  }

  /** Names of the specification's events so far, in order; our own extra events left out. */
  async story(): Promise<readonly string[]> {
    return (await this.log()).map((entry) => entry.name).filter((name) => !beyondSpecification.has(name))
  }

  /** Waits for the next event of that name after the last one that this method returned. */
  async next(name: string, timeoutMs = 10_000): Promise<LoggedEvent> {
    let found: { index: number; entry: LoggedEvent } | undefined
    await expect
      .poll(
        async () => {
          const log = await this.log()
          const index = log.findIndex((entry, i) => i >= this.#cursor && entry.name === name)
          if (index >= 0) found = { index, entry: log[index] as LoggedEvent }
          return index >= 0
        },
        { message: `event ${name}`, timeout: timeoutMs, intervals: [20, 50, 100] },
      )
      .toBe(true)
    const { index, entry } = found as { index: number; entry: LoggedEvent }
    this.#cursor = index + 1
    return entry
  }

  /** From the start of the log, whatever was waited for before. */
  rewind(): void {
    this.#cursor = 0
  }

  async dial(number: string, options?: object): Promise<string> {
    return this.page.evaluate(([n, o]) => (window as unknown as PageGlobals).dial(n, o), [
      number,
      options,
    ] as const)
  }

  /** Calls a method of a call; returns `ok` or the code of the error. */
  /** Hangs up; when that was, by the page's clock: the way to the page and back is not the phone's time. */
  async hangUp(uuid: string): Promise<number> {
    return this.page.evaluate(async (id) => {
      const at = performance.now()
      await (window as unknown as PageGlobals).calls.get(id)?.['hangup']?.()
      return at
    }, uuid)
  }

  async act(uuid: string, method: string, ...args: unknown[]): Promise<string> {
    return this.page.evaluate(
      async ([id, name, rest]) => {
        const call = (window as unknown as PageGlobals).calls.get(id)
        const run = call?.[name]
        if (call === undefined || run === undefined) return 'no such call or method'
        return run.apply(call, rest).then(
          () => 'ok',
          (error: { code?: string; message: string }) => error.code ?? error.message,
        )
      },
      [uuid, method, args] as const,
    )
  }

  /** Calls a method of the phone; returns `ok` or the code of the error. */
  async phone(method: string, ...args: unknown[]): Promise<string> {
    return this.page.evaluate(
      async ([name, rest]) => {
        const { phone } = window as unknown as PageGlobals
        const run = phone[name]
        if (run === undefined) return 'no such method'
        return run.apply(phone, rest).then(
          () => 'ok',
          (error: { code?: string; message: string }) => error.code ?? error.message,
        )
      },
      [method, args] as const,
    )
  }

  /** A moment of the page's clock on the test's own, both in ms of `performance.now()`. */
  async timeOf(at: number): Promise<number> {
    const origin = await this.page.evaluate(() => performance.timeOrigin)
    return at + origin - performance.timeOrigin
  }

  async status(): Promise<string> {
    return this.page.evaluate(() => String((window as unknown as PageGlobals).phone['status']))
  }

  async audio(): Promise<AudioTotals> {
    return this.page.evaluate(() => (window as unknown as PageGlobals).measure.audio())
  }

  /** Audio counters gained over `ms`. */
  async audioOver(ms: number): Promise<AudioTotals> {
    const before = await this.audio()
    await this.page.waitForTimeout(ms)
    const after = await this.audio()
    return Object.fromEntries(
      Object.entries(after).map(([key, value]) => [key, value - before[key as keyof AudioTotals]]),
    ) as unknown as AudioTotals
  }

  async tone(ms = 1500, nthLast = 0): Promise<{ hz: number; level: number }> {
    return this.page.evaluate(([m, n]) => (window as unknown as PageGlobals).measure.tone(m, n), [
      ms,
      nthLast,
    ] as const)
  }

  /** Waits until the tone that is heard is that one, within 15 Hz. */
  async hears(hz: number, timeoutMs = 8_000): Promise<void> {
    await expect
      .poll(async () => Math.round(Math.abs((await this.tone(400)).hz - hz)), {
        message: `Hz away from ${hz}`,
        timeout: timeoutMs,
        intervals: [100],
      })
      .toBeLessThan(15)
  }

  /** Waits until a second of what is heard, as counters, is as asked: a jitter buffer takes its time to run dry. */
  async hearsOver(read: (heard: AudioTotals) => number, timeoutMs = 8_000) {
    return expect.poll(async () => read(await this.audioOver(1_000)), {
      timeout: timeoutMs,
      intervals: [100],
    })
  }

  /** `billsec` of a call that ended is the whole seconds since its answer, by this page's clock. */
  async expectBillsec(ended: LoggedEvent): Promise<void> {
    const answered = (await this.log()).find((entry) => entry.name === 'call_answered')
    const talked = (ended.at - (answered?.at ?? Number.NaN)) / 1000
    const cutOff = talked - (ended.payload['billsec'] as number)
    // The event comes a moment after the clock was read: at the turn of a second that moment counts.
    expect(cutOff, 'seconds of the talk that billsec leaves out').toBeGreaterThan(-0.1)
    expect(cutOff).toBeLessThan(1.1)
  }

  async openSockets(): Promise<number> {
    return this.page.evaluate(() => (window as unknown as PageGlobals).measure.openSockets())
  }

  async liveConnections(): Promise<number> {
    return this.page.evaluate(() => (window as unknown as PageGlobals).measure.liveConnections())
  }

  /** Uncaught errors and unhandled rejections of the page; must stay empty whatever happens. */
  async failures(): Promise<readonly string[]> {
    return this.page.evaluate(() => (window as unknown as PageGlobals).measure.failures)
  }

  async close(): Promise<void> {
    await this.page.context().close()
  }
}
