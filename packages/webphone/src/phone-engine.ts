/** Puts a phone together: the line, the calls, the SIP agent between them, and what the application hears of it. */
import { ask, call, settle } from './phone-commands.ts'
import { createCallList } from './call/call-list.ts'
import { createPhoneReporter } from './phone-reporter.ts'
import { createPhoneStore } from './phone-store.ts'
import { createRunQueue } from './base/run-queue.ts'
import { createUserAgent } from '@zorio/sip'
import { createWaiters } from './base/waiters.ts'
import { chooseDevice, loadWatch } from './phone-watch.ts'
import { errorFrom } from './line/failure-rules.ts'
import { nextPhoneSnapshot } from './phone-snapshot.ts'
import { registerWhenLeading } from './phone-tabs.ts'
import { reject } from './call/leg-commands.ts'
import { ZorioWebphoneError } from './errors.ts'
import type { LineReport } from './line/line-runner.ts'
import type { Parts } from './phone-parts.ts'
import type { PhoneReporter } from './phone-reporter.ts'
import type { PhoneStore } from './phone-store.ts'
import type { AudioDevice } from './phone-api.ts'
import type { AgentFact } from './line/agent-port.ts'
import type { CallOptions } from './options.ts'
import type { LineCommand } from './line/line-state.ts'
import type { MediaPort } from './media/media-port.ts'
import type { PageSignal } from './base/page-signals-port.ts'
import type { PhonePorts } from './ports.ts'
import type { PhoneSettings } from './read-options.ts'
import type { PhoneStatus } from './phone-status.ts'
import type { SipConfigBody } from '@zorio/contract'
import type { UserAgent } from '@zorio/sip'
import type { ZorioCall } from './call-api.ts'

export interface PhoneEngine {
  readonly reporter: PhoneReporter
  readonly store: PhoneStore
  readonly media: MediaPort
  readonly status: PhoneStatus
  readonly extension: string
  readonly displayName: string
  readonly calls: readonly ZorioCall[]
  readonly isLeading: boolean
  start(): void
  call(number: string, options?: CallOptions): Promise<ZorioCall>
  ask(command: LineCommand): Promise<void>
  unlockAudio(): Promise<void>
  silenceRing(): void
  chooseDevice(kind: AudioDevice['kind'], deviceId: string): Promise<void>
  /** The UI came up after `start`, or after the end. */
  onMounted(remove: () => void): void
}

const product = 'ZorioWebphone/0.1'

export function createPhoneEngine(
  settings: PhoneSettings,
  ports: PhonePorts,
  first: SipConfigBody,
): PhoneEngine {
  const parts = createParts(settings, ports, first)
  const { reporter, store, calls } = parts
  return {
    reporter,
    store,
    media: ports.media,
    extension: first.extension,
    displayName: first.display_name,
    get status() {
      return statusOf(parts)
    },
    get calls() {
      return parts.mirror?.calls ?? calls.visible.map((one) => one.api)
    },
    get isLeading() {
      return !parts.mirror
    },
    start: () => start(parts),
    call: (number, options) => parts.mirror?.call(number, options) ?? call(parts, number, options),
    ask: (command) => parts.mirror?.ask(command) ?? ask(parts, command),
    silenceRing: () => parts.mirror?.silenceRing() ?? ports.media.ring.stop(),
    async unlockAudio() {
      const isPlaying = await ports.media.unlock()
      if (!isPlaying) throw errorFrom({ code: 'audio_autoplay_blocked' })
      calls.tellAll({ type: 'audio-unlocked' })
    },
    chooseDevice: (kind, deviceId) => chooseDevice(parts, kind, deviceId),
    onMounted(remove) {
      if (parts.isDown) remove()
      else parts.unmount = remove
    },
  }
}

function createParts(settings: PhoneSettings, ports: PhonePorts, first: SipConfigBody): Parts {
  const reporter = createPhoneReporter(settings, ports.log)
  const queue = createRunQueue((error) => reporter.error(ZorioWebphoneError.from(error)))
  const waiters = createWaiters()
  const { clock } = ports
  const agent = ports.runAgent({
    agent: createPhoneAgent(ports, first),
    clock,
    logger: reporter.logger,
    send: (flow, frame) => parts.line.send(flow, frame),
    onFact: (fact) => onFact(parts, fact),
  })
  const report = createLineReport(() => parts)
  const line = ports.createLine({ ...ports, queue, agent }, report, settings)
  const lookups = new AbortController()
  const lookUpContact = (number: string) => ports.api.lookupContact(number, { signal: lookups.signal })
  const changed = () => store.changed()
  const calls = createCallList(
    { ...ports, queue, waiters, agent, lookUpContact },
    {
      ...reporter,
      error: (error) => onCallError(parts, error),
      changed,
      count: (count) => line.input({ type: 'calls', count }),
    },
    {
      domain: first.domain,
      policy: { contactLookupMs: settings.contactLookupMs, survivalMs: settings.callSurvivalMs },
      mediaOptions: () => mediaOptionsOf(parts),
    },
  )
  const store = createPhoneStore(
    queue,
    reporter.logger,
    (old) =>
      parts.mirror?.snapshot ??
      nextPhoneSnapshot(old, {
        line,
        status: line.status,
        extension: first.extension,
        displayName: first.display_name,
        calls: calls.visible.map((one) => one.snapshot),
        isAudioBlocked: calls.visible.some((one) => one.model.isAudioBlocked),
      }),
  )
  const parts: Parts = {
    settings,
    ports,
    first,
    queue,
    waiters,
    reporter,
    agent,
    line,
    calls,
    store,
    lookups,
    asked: new Map(),
    config: first,
    toldStatus: 'connecting',
    isDown: false,
    leavePage: () => {},
    resign: () => {},
    watch: undefined,
    isWatchAsked: false,
    unmount: () => {},
  }
  return parts
}

function createPhoneAgent({ random, uuid, instanceId = uuid }: PhonePorts, config: SipConfigBody): UserAgent {
  return createUserAgent({
    account: {
      uri: `sip:${config.extension}@${config.domain}`,
      displayName: config.display_name,
      credentials: { username: config.username, password: config.password },
      ...(config.challenge !== undefined && { challenge: config.challenge }),
      expiresSeconds: config.register_expires,
      // Behind a socket that lives the registrar may have forgotten us, and tells nobody.
      refreshSeconds: 60,
      instanceId: `urn:uuid:${instanceId(config.extension)}`,
    },
    product,
    transport: config.wss_urls[0]?.startsWith('ws:') ? 'WS' : 'WSS',
    random,
    uuid,
  })
}

function onFact({ reporter, agent, line, calls }: Parts, fact: AgentFact): void {
  if (fact.type === 'bad-frame') reporter.logger.debug('a frame could not be used', fact.detail)
  line.onFact(fact)
  // disconnect() ended the calls that there were; one that comes behind it would ring on when the phone is gone.
  if (fact.type === 'incoming' && line.state.leaveFor === 'down')
    agent.run((ua, now) => reject(ua, fact.leg, now, 480))
  else calls.onFact(fact)
}

function createLineReport(parts: () => Parts): LineReport {
  return {
    emit: (effect) => parts().reporter.emit(effect.name, effect.payload),
    error: (error) => parts().reporter.error(error),
    settle: (command, error) => onSettled(parts(), command, error),
    tellCalls: (fact) => parts().calls.tellAll({ type: fact }),
    onConfig(body) {
      parts().config = body
      parts().agent.run((ua) => ua.setCredentials({ username: body.username, password: body.password }))
    },
    changed: () => onLineChanged(parts()),
  }
}

function onCallError({ reporter, watch }: Parts, error: ZorioWebphoneError): void {
  reporter.error(error)
  watch?.tell({ type: 'call-error', code: error.code })
}

function statusOf({ mirror, line }: Parts): PhoneStatus {
  return mirror?.snapshot.status ?? line.status
}

function onLineChanged(parts: Parts): void {
  const status = statusOf(parts)
  if (status !== parts.toldStatus) {
    parts.toldStatus = status
    parts.reporter.emit('status_changed', { status })
    if (status === 'registered' && !parts.mirror) loadWatch(parts)
  }
  parts.watch?.tell({ type: 'line' })
  parts.store.changed()
}

function onSettled(parts: Parts, command: LineCommand, error?: ZorioWebphoneError): void {
  settle(parts, command, error)
  if (command !== 'disconnect') return
  // Also a register() that came while the registrar was told goodbye.
  settle(parts, 'register', errorFrom({ code: 'phone_disconnected' }))
  // After the events of this step.
  parts.queue(() => close(parts))
}

function close(parts: Parts): void {
  if (parts.isDown) return
  parts.isDown = true
  parts.leavePage()
  parts.watch?.stop()
  parts.resign()
  parts.lookups.abort()
  parts.agent.stop()
  parts.ports.media.dispose()
  parts.unmount()
  parts.store.close()
  parts.reporter.close()
}

const mediaOptionsOf = (parts: Parts) => ({
  get iceServers() {
    return parts.config.ice_servers
  },
  iceTransportPolicy: parts.settings.iceTransportPolicy ?? parts.config.ice_transport_policy,
})

function start(parts: Parts): void {
  const { ports, reporter, line, first, settings } = parts
  if (parts.isDown) return
  parts.leavePage = ports.page((signal) => onPage(parts, signal))
  void ports.media.prepare((fact) => {
    if (fact.type === 'dtmf-tap-unavailable')
      reporter.error(new ZorioWebphoneError('dtmf_receive_unavailable', fact.detail))
    else parts.watch?.tell({ type: 'devices' })
  }, mediaOptionsOf(parts))
  const isShared = ports.leadTabs !== undefined
  line.start(first, settings.autoRegister && !isShared)
  if (settings.autoRegister && isShared) void registerWhenLeading(parts, () => onLineChanged(parts))
}

function onPage(parts: Parts, signal: PageSignal): void {
  const { queue, calls, line } = parts
  queue(() => {
    parts.watch?.tell({ type: 'page', signal })
    // BYEs first: the line lets go of the socket in the same turn.
    if (signal === 'pagehide') calls.endAll(parts.watch?.left)
    line.input({ type: 'signal', signal })
  })
}
