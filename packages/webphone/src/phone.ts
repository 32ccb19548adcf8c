/** The public class. It checks, delegates, and holds nothing that an application could read by accident. */
import { createBrowserPorts, loadConnected } from './browser-ports.ts'
import { createPhoneEngine } from './phone-engine.ts'
import { tellOnError } from './phone-reporter.ts'
import { isEventName } from './events.ts'
import { readOptions } from './read-options.ts'
import { ZorioWebphoneError } from './errors.ts'
import type { CallOptions, ConnectOptions } from './options.ts'
import type { DiagnoseOptions, DiagnoseResult } from './diagnose/result.ts'
import type { PhoneEngine } from './phone-engine.ts'
import type { PhonePorts, StartingPorts } from './ports.ts'
import type { PhoneSettings } from './read-options.ts'
import type { WebphoneEventName, WebphoneEvents } from './events.ts'
import type { Webphone } from './phone-api.ts'

export class ZorioWebphone implements Webphone {
  readonly #engine: PhoneEngine

  /** Use `ZorioWebphone.connect()`. */
  private constructor(engine: PhoneEngine) {
    this.#engine = engine
  }

  /**
   * Resolves when the back end has answered (15 s at most); the first event comes after the awaiting code had its turn.
   * Rejects with `invalid_options`, `mount_failed`, `token_rejected` or `bootstrap_failed`.
   */
  static connect(options: ConnectOptions): Promise<ZorioWebphone> {
    return ZorioWebphone.connectWith(options, createBrowserPorts)
  }

  /**
   * Checks everything that a call needs, from the page to the audio of an echo call, and says what is in its way; `connect()` is not
   * needed before. Never rejects; at most 15 s. Its code is loaded when it is called.
   */
  static async diagnose(options: DiagnoseOptions): Promise<DiagnoseResult> {
    const { connectWith } = ZorioWebphone
    // Passed in, not imported there: the bundler would cut this file's chunk for it.
    const parts = { readOptions, createPorts: createBrowserPorts, connectWith }
    const loaded = await import('./diagnose/diagnose.ts').catch(() => undefined)
    if (loaded) return loaded.diagnose(options, parts)
    // Not even our own files come through.
    const startedAt = new Date().toISOString()
    return { version: 1, verdict: 'blocked', startedAt, durationMs: 0, checks: [], userAgent: '' }
  }

  /** @internal For tests: the same with other ports; `real` makes those of the browser. */
  static async connectWith(
    options: ConnectOptions,
    createPorts: (settings: PhoneSettings, real: typeof createBrowserPorts) => StartingPorts,
  ): Promise<ZorioWebphone> {
    let starting: StartingPorts | undefined
    try {
      const settings = readOptions(options)
      starting = createPorts(settings, createBrowserPorts)
      // Side by side: the code arrives while the back end is asked.
      const [config, connected, { runners }] = await Promise.all([
        starting.api.fetchSipConfig({ signal: new AbortController().signal }),
        starting.connected,
        loadConnected(),
      ])
      const ports: PhonePorts = { ...starting, ...connected, ...runners }
      const engine = createPhoneEngine(settings, ports, config)
      const phone = new ZorioWebphone(engine)
      // A macrotask: `const phone = await connect(); phone.on('connected', …)` misses nothing.
      ports.clock.setTimer(0, engine.start)
      void mountUi(phone, engine, ports)
      return phone
    } catch (caught) {
      void Promise.resolve(starting?.connected).then(
        (connected) => connected?.media.dispose(),
        () => {},
      )
      const error = ZorioWebphoneError.from(caught)
      const onError = typeof options?.onError === 'function' ? options.onError : () => {}
      tellOnError({ onError }, error, { error: () => {} })
      throw error
    }
  }

  get status() {
    return this.#engine.status
  }
  get extension() {
    return this.#engine.extension
  }
  get displayName() {
    return this.#engine.displayName
  }
  get calls() {
    return this.#engine.calls
  }
  get isLeading() {
    return this.#engine.isLeading
  }

  on<N extends WebphoneEventName>(
    name: N,
    handler: (payload: WebphoneEvents[N]) => void,
    options: { signal?: AbortSignal } = {},
  ): () => void {
    checkSubscription(name, handler)
    if (options.signal?.aborted) return () => {}
    const off = this.#engine.reporter.emitter.on(name, handler)
    options.signal?.addEventListener('abort', off, { once: true })
    return off
  }

  once<N extends WebphoneEventName>(name: N, handler: (payload: WebphoneEvents[N]) => void): () => void {
    checkSubscription(name, handler)
    return this.#engine.reporter.emitter.once(name, handler)
  }

  off<N extends WebphoneEventName>(name: N, handler?: (payload: WebphoneEvents[N]) => void): void {
    checkSubscription(name, handler ?? (() => {}))
    this.#engine.reporter.emitter.off(name, handler)
  }

  call(number: string, options?: CallOptions) {
    return this.#engine.call(number, options)
  }
  register(): Promise<void> {
    return this.#engine.ask('register')
  }
  unregister(): Promise<void> {
    return this.#engine.ask('unregister')
  }
  disconnect(): Promise<void> {
    return this.#engine.ask('disconnect')
  }
  unlockAudio(): Promise<void> {
    return this.#engine.unlockAudio()
  }
  silenceRing(): void {
    this.#engine.silenceRing()
  }

  subscribe(listener: () => void): () => void {
    return this.#engine.store.subscribe(listener)
  }
  getSnapshot() {
    return this.#engine.store.get()
  }
  /** What `JSON.stringify(phone)` shows. */
  toJSON() {
    return this.#engine.store.get()
  }

  listDevices() {
    return this.#engine.media.listDevices()
  }
  setAudioInput(deviceId: string): Promise<void> {
    return this.#engine.chooseDevice('audioinput', deviceId)
  }
  setAudioOutput(deviceId: string): Promise<void> {
    return this.#engine.chooseDevice('audiooutput', deviceId)
  }
  setRingOutput(deviceId: string): Promise<void> {
    return this.#engine.media.setRingOutput(deviceId)
  }
}

function checkSubscription(name: unknown, handler: unknown): void {
  if (!isEventName(name)) throw new TypeError(`There is no event ${JSON.stringify(name)}.`)
  if (typeof handler !== 'function') throw new TypeError('The handler is not a function.')
}

async function mountUi(phone: Webphone, engine: PhoneEngine, ports: PhonePorts): Promise<void> {
  try {
    const remove = await ports.mountUi?.(phone)
    if (remove) engine.onMounted(remove)
  } catch (caught) {
    engine.reporter.error(ZorioWebphoneError.from(caught, 'mount_failed'))
  }
}
