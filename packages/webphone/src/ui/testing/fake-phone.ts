/** A phone without network or media, driven by tests and by the gallery of states. */
import type { WebphoneEventName, WebphoneEvents } from '../../events.ts'
import { ZorioWebphoneError, type ErrorCode } from '../../errors.ts'
import type { AudioDevice, PhoneSnapshot, PhoneStatus, Webphone } from '../../phone-api.ts'
import { createFakeCall, type CallPatch, type FakeCall } from './fake-call.ts'

export interface FakePhone extends Webphone {
  readonly calls: readonly FakeCall[]
  /** `call 0987654321`, `setRingOutput speaker`, … in order. */
  readonly asked: string[]
  change(patch: Partial<PhoneSnapshot>): void
  emit<N extends WebphoneEventName>(name: N, payload: WebphoneEvents[N]): void
  addCall(patch: CallPatch & { billsec?: number }): FakeCall
  ring(patch: CallPatch): FakeCall
  end(call: FakeCall, reason: string, billsec?: number): void
  fail(code: ErrorCode): void
  /** The next request whose name begins so, to the phone or to a call, rejects with it. */
  refuseNext(code: ErrorCode, name?: string, details?: Record<string, unknown>): void
  setDevices(devices: readonly AudioDevice[]): void
}

type Handlers = { [N in WebphoneEventName]?: Set<(payload: WebphoneEvents[N]) => void> }

interface Refusal {
  readonly code: ErrorCode
  readonly name: string
  readonly details: Record<string, unknown>
}

export function createFakePhone(first: Partial<PhoneSnapshot> = {}): FakePhone {
  let snapshot: PhoneSnapshot = {
    status: 'registered',
    extension: '1001',
    displayName: 'Lê Thu Hà',
    calls: [],
    reconnect: null,
    isAudioBlocked: false,
    ...first,
  }
  let calls: readonly FakeCall[] = []
  let refusal: Refusal | null = null
  let devices: readonly AudioDevice[] = []
  let count = 0
  const asked: string[] = []
  const listeners = new Set<() => void>()
  const handlers: Handlers = {}
  const change: FakePhone['change'] = (patch) => {
    snapshot = { ...snapshot, ...patch }
    listeners.forEach((listener) => listener())
  }
  const publish = (): void => change({ calls: calls.map((call) => call.getSnapshot()) })
  const refuse = (what: string): void => {
    if (!refusal || !what.startsWith(refusal.name)) return
    const { code, details } = refusal
    refusal = null
    throw new ZorioWebphoneError(code, `fake: ${code}`, { details })
  }
  const ask = async (what: string, run: () => void = () => {}): Promise<void> => {
    asked.push(what)
    refuse(what)
    run()
  }
  const setStatus = (status: PhoneStatus): void => {
    change({ status })
    phone.emit('status_changed', { status })
  }
  const phone: FakePhone = {
    get status() {
      return snapshot.status
    },
    get extension() {
      return snapshot.extension
    },
    get displayName() {
      return snapshot.displayName
    },
    get calls() {
      return calls
    },
    asked,
    change,
    on: (name, handler, options) => {
      const set = handlersOf(handlers, name)
      set.add(handler)
      const stop = (): void => void set.delete(handler)
      options?.signal?.addEventListener('abort', stop)
      return stop
    },
    once: (name, handler) => {
      const stop = phone.on(name, (payload) => {
        stop()
        handler(payload)
      })
      return stop
    },
    off: (name, handler) =>
      void (handler ? handlersOf(handlers, name).delete(handler) : handlersOf(handlers, name).clear()),
    emit: (name, payload) => handlersOf(handlers, name).forEach((handler) => handler(payload)),
    addCall: (patch) => {
      const uuid = `call-${++count}`
      const call = createFakeCall(
        { uuid, createdAt: Date.now(), ...patch },
        {
          changed: publish,
          refuse,
          hangup: (ended) =>
            phone.end(
              ended,
              ended.answeredAt
                ? 'normal_clearing'
                : ended.direction === 'incoming'
                  ? 'call_rejected'
                  : 'originator_cancel',
              ended.billsec,
            ),
        },
      )
      calls = [...calls, call]
      publish()
      return call
    },
    ring: (patch) => {
      const call = phone.addCall({ direction: 'incoming', state: 'ringing', ...patch })
      phone.emit('incoming_call', { call, contact: call.contact })
      phone.emit('call_ringing', { call })
      return call
    },
    end: (call, reason, billsec = call.billsec) => {
      const detail = { reason, cause: reason.toUpperCase(), who: 'remote' } as const
      const hangupDetail = call.hangupDetail ?? detail
      call.change({ state: 'ended', endedAt: Date.now(), billsec, hangupDetail })
      phone.emit('call_hangup', { call, reason, billsec })
      calls = calls.filter((known) => known !== call)
      publish()
    },
    fail: (code) => phone.emit('error', new ZorioWebphoneError(code, `fake: ${code}`)),
    refuseNext: (code, name = '', details = {}) => (refusal = { code, name, details }),
    setDevices: (next) => (devices = next),
    call: async (number) => {
      await ask(`call ${number}`)
      return phone.addCall({ number, direction: 'outgoing', state: 'dialing' })
    },
    register: () => ask('register', () => setStatus('registered')),
    unregister: () => ask('unregister', () => setStatus('unregistered')),
    disconnect: () => ask('disconnect', () => setStatus('disconnected')),
    unlockAudio: () => ask('unlockAudio', () => change({ isAudioBlocked: false })),
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    getSnapshot: () => snapshot,
    listDevices: async () => devices,
    silenceRing: () => void asked.push('silenceRing'),
    setAudioInput: (id) => ask(`setAudioInput ${id}`),
    setAudioOutput: (id) => ask(`setAudioOutput ${id}`),
    setRingOutput: (id) => ask(`setRingOutput ${id}`),
  }
  return phone
}

/** One set per name; the map type ties the name to its payload, which indexing cannot follow. */
function handlersOf<N extends WebphoneEventName>(
  handlers: Handlers,
  name: N,
): Set<(payload: WebphoneEvents[N]) => void> {
  const known = handlers[name]
  if (known) return known
  const fresh = new Set<(payload: WebphoneEvents[N]) => void>()
  Object.assign(handlers, { [name]: fresh })
  return fresh
}
