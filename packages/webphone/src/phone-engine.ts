/** Puts a phone together: the line, the calls, the SIP agent between them, and what the application hears of it. */
import { createAgentRunner } from './line/agent-runner.ts'
import { createCallList, mostCalls } from './call/call-list.ts'
import { createEmitter } from './base/emitter.ts'
import { createLineRunner } from './line/line-runner.ts'
import { createLogger } from './base/logger.ts'
import { createRunQueue } from './base/run-queue.ts'
import { createWaiters } from './base/waiters.ts'
import { createUserAgent } from '@zorio/sip'
import { nextPhoneSnapshot } from './phone-snapshot.ts'
import { readCallHeaders } from './call/header-rules.ts'
import { readDialNumber } from './call/number-rules.ts'
import { ZorioWebphoneError } from './errors.ts'
import type { AgentFact } from './line/agent-port.ts'
import type { CallOptions } from './options.ts'
import type { LineCommand } from './line/line-state.ts'
import type { PhonePorts } from './ports.ts'
import type { PhoneSettings } from './read-options.ts'
import type { PhoneSnapshot } from './phone-api.ts'
import type { PageSignal } from './base/page-signals-port.ts'
import type { SipConfigBody } from '@zorio/contract'
import type { WebphoneEvents } from './events.ts'
import type { ZorioCall } from './call-api.ts'

export type PhoneEngine = ReturnType<typeof createPhoneEngine>

const product = 'ZorioWebphone/0.1'

export function createPhoneEngine(settings: PhoneSettings, ports: PhonePorts, first: SipConfigBody) {
  const { clock, media } = ports
  const logger = createLogger(ports.log, settings.debug ?? false)
  const emitter = createEmitter<WebphoneEvents>((error) => logger.error('an event handler failed', error))
  const waiters = createWaiters()
  const asked = new Map<LineCommand, number[]>()
  const subscribers = new Set<() => void>()
  const lookups = new AbortController()
  let config = first
  let isDown = false
  let isFlushDue = false
  let snapshot: PhoneSnapshot | undefined
  let toldStatus: PhoneSnapshot['status'] = 'connecting'
  let leavePage = () => {}
  let unmount = () => {}

  const reportError = (error: ZorioWebphoneError) => {
    if (isDown) return
    logger.debug(`error ${error.code}: ${error.message}`)
    const isHeard = emitter.emit('error', error)
    tellOnError(settings, error, logger.error)
    if (!isHeard && !settings.onError)
      logger.error(`unheard error ${error.code}: ${error.message}. ${error.remedy}`)
  }
  const queue = createRunQueue((error) => reportError(ZorioWebphoneError.from(error)))

  const emit = <N extends keyof WebphoneEvents>(name: N, payload: WebphoneEvents[N]) => {
    if (isDown) return
    logger.debug(`event ${name}`)
    emitter.emit(name, payload)
  }

  const onFact = (fact: AgentFact) => {
    if (fact.type === 'bad-frame') logger.debug('a frame could not be used', fact.detail)
    line.onFact(fact)
    calls.onFact(fact)
  }

  const agent = createAgentRunner({
    agent: createUserAgent({
      account: {
        uri: `sip:${first.extension}@${first.domain}`,
        displayName: first.display_name,
        credentials: { username: first.username, password: first.password },
        expiresSeconds: first.register_expires,
        instanceId: `urn:uuid:${ports.uuid()}`,
      },
      product,
      transport: first.wss_urls[0]?.startsWith('ws:') ? 'WS' : 'WSS',
      random: ports.random,
      uuid: ports.uuid,
    }),
    clock,
    logger,
    send: (flow, frame) => line.send(flow, frame),
    onFact,
  })

  const settleCommand = (command: LineCommand, error?: ZorioWebphoneError) => {
    const ids = asked.get(command) ?? []
    asked.delete(command)
    for (const id of ids) waiters.settle(id, error)
  }

  const onSettled = (command: LineCommand, error?: ZorioWebphoneError) => {
    settleCommand(command, error)
    if (command === 'register') return
    const code = command === 'disconnect' ? 'phone_disconnected' : 'invalid_state'
    settleCommand('register', new ZorioWebphoneError(code, `${command}() was called.`))
    // After the events of this step.
    if (command === 'disconnect') queue(close)
  }

  const close = () => {
    isDown = true
    leavePage()
    lookups.abort()
    agent.stop()
    media.dispose()
    unmount()
    emitter.clear()
    subscribers.clear()
  }

  const line = createLineRunner(
    { clock, queue, agent, socket: ports.socket, api: ports.api, random: ports.random },
    {
      emit: (effect) => emit(effect.name, effect.payload),
      error: reportError,
      settle: onSettled,
      tellCalls: (fact) => calls.tellAll({ type: fact }),
      onConfig(body) {
        config = body
        agent.run((ua) => ua.setCredentials({ username: body.username, password: body.password }))
      },
      changed() {
        if (line.status !== toldStatus) {
          toldStatus = line.status
          emit('status_changed', { status: line.status })
        }
        changed()
      },
    },
    settings,
  )

  const calls = createCallList(
    {
      clock,
      queue,
      waiters,
      agent,
      media,
      uuid: ports.uuid,
      lookUpContact: (number) => ports.api.lookupContact(number, { signal: lookups.signal }),
    },
    { emit, error: reportError, changed, count: (count) => line.input({ type: 'calls', count }) },
    {
      domain: first.domain,
      policy: { contactLookupMs: settings.contactLookupMs, survivalMs: settings.callSurvivalMs },
      mediaOptions: () => ({
        iceServers: config.ice_servers,
        iceTransportPolicy: settings.iceTransportPolicy ?? config.ice_transport_policy,
      }),
    },
  )

  /** Subscribers hear once of all that one turn changed. */
  function changed(): void {
    if (isFlushDue || isDown) return
    isFlushDue = true
    queue(() => {
      isFlushDue = false
      const old = snapshot
      if (getSnapshot() !== old) subscribers.forEach(safely)
    })
  }

  function safely(listener: () => void): void {
    try {
      listener()
    } catch (error) {
      logger.error('a subscriber failed', error)
    }
  }

  function getSnapshot(): PhoneSnapshot {
    snapshot = nextPhoneSnapshot(snapshot, {
      line: line.state,
      status: line.status,
      extension: first.extension,
      displayName: first.display_name,
      calls: calls.visible.map((one) => one.snapshot),
      isAudioBlocked: calls.visible.some((one) => one.model.isAudioBlocked),
    })
    return snapshot
  }

  function refuse(
    code: ConstructorParameters<typeof ZorioWebphoneError>[0],
    message: string,
  ): Promise<never> {
    const refusal = Promise.reject(new ZorioWebphoneError(code, message))
    refusal.catch(() => {})
    return refusal
  }

  function ask(command: LineCommand): Promise<void> {
    if (isDown && command !== 'disconnect') return refuse('phone_disconnected', 'The phone is disconnected.')
    const { id, promise } = waiters.add(() => {})
    asked.set(command, [...(asked.get(command) ?? []), id])
    if (command === 'disconnect') queue(() => calls.endAll())
    line.input({ type: command })
    return promise
  }

  function call(text: string, options: CallOptions = {}): Promise<ZorioCall> {
    const number = readDialNumber(text)
    if (!number) return refuse('invalid_number', 'Not a number that can be dialled.')
    const headers = readCallHeaders(options)
    if (!headers) return refuse('invalid_header', 'An extra header or id is not allowed.')
    if (isDown) return refuse('phone_disconnected', 'The phone is disconnected.')
    if (line.state.phase !== 'online') return refuse('not_registered', `The phone is ${line.status}.`)
    if (calls.liveCount >= mostCalls) return refuse('too_many_calls', `There are ${mostCalls} calls.`)
    return calls.dial(number, headers)
  }

  function onPage(signal: PageSignal): void {
    queue(() => {
      // BYEs first: the line lets go of the socket in the same turn.
      if (signal === 'pagehide') calls.endAll()
      line.input({ type: 'signal', signal })
    })
  }

  function start(): void {
    if (isDown) return
    leavePage = ports.page(onPage)
    void media.prepare((fact) => {
      if (fact.type === 'dtmf-tap-unavailable')
        reportError(new ZorioWebphoneError('dtmf_receive_unavailable', fact.detail))
    })
    line.start(first, settings.autoRegister)
  }

  return {
    emitter,
    logger,
    reportError,
    start,
    call,
    ask,
    getSnapshot,
    get status() {
      return line.status
    },
    extension: first.extension,
    displayName: first.display_name,
    get calls(): readonly ZorioCall[] {
      return calls.visible.map((one) => one.api)
    },
    subscribe(listener: () => void) {
      subscribers.add(listener)
      return () => subscribers.delete(listener)
    },
    async unlockAudio() {
      const isPlaying = await media.unlock()
      if (!isPlaying)
        throw new ZorioWebphoneError('audio_autoplay_blocked', 'The browser still refuses to play.')
      queue(() => calls.tellAll({ type: 'audio-unlocked' }))
    },
    media,
    /** The UI came up after `start`, or after the end. */
    onMounted(remove: () => void) {
      if (isDown) remove()
      else unmount = remove
    },
  }
}

export function tellOnError(
  { onError }: Pick<PhoneSettings, 'onError'>,
  error: ZorioWebphoneError,
  onFailed: (message: string, error: unknown) => void,
): void {
  try {
    onError?.(error)
  } catch (caught) {
    onFailed('onError failed', caught)
  }
}
