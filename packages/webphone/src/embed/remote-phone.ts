/** The framed phone as a `Webphone`: the same events, methods and pictures as if it were connected in this page. */
import { createEmitter } from '../base/emitter.ts'
import { isEventName } from '../events.ts'
import { errorFromWire } from './embed-error.ts'
import { isWireCall } from './picture.ts'
import { isWireError } from './protocol.ts'
import { RemoteCall } from './remote-call.ts'
import { isObject } from './shape.ts'
import type { CallOptions } from '../options.ts'
import type { AudioDevice, PhoneSnapshot, Webphone, ZorioCall } from '../phone-api.ts'
import type { WebphoneEvents } from '../events.ts'
import type { Picture, WireCall } from './picture.ts'

/** Asks the frame for a method of the phone, or of a call. */
export type Ask = (method: string, args: readonly unknown[], call?: string) => Promise<unknown>

export interface RemotePhone {
  readonly phone: Webphone
  update(picture: Picture): void
  onEvent(name: string, data: unknown, picture: Picture): void
  /** The frame is gone: calls in it too. */
  lose(status: 'reconnecting' | 'disconnected'): void
}

const nothing: Picture = {
  phone: { status: 'connecting', extension: '', displayName: '', reconnect: null, isAudioBlocked: false },
  calls: [],
}

export function createRemotePhone(ask: Ask): RemotePhone {
  // oxlint-disable-next-line no-console -- a handler of the host failed: the host's console is where it belongs
  const emitter = createEmitter<WebphoneEvents>((error) => console.error('[zorio-webphone]', error))
  const calls = new Map<string, RemoteCall>()
  const listeners = new Set<() => void>()
  let snapshot: PhoneSnapshot = freeze(nothing, [])

  const callOf = (wire: WireCall): RemoteCall => {
    const { uuid } = wire.snapshot
    const known = calls.get(uuid)
    if (known) known.update(wire)
    const call = known ?? new RemoteCall(wire, (method, ...args) => ask(method, args, uuid).then(() => {}))
    calls.set(uuid, call)
    return call
  }

  const update = (picture: Picture): void => {
    const live = picture.calls.map(callOf)
    for (const uuid of calls.keys()) if (!live.some((call) => call.uuid === uuid)) calls.delete(uuid)
    snapshot = freeze(
      picture,
      live.map((call) => call.getSnapshot()),
    )
    for (const listener of listeners) listener()
  }

  const takeBack = async (uuid: string): Promise<ZorioCall> => callFrom(await ask('takeBack', [uuid]), callOf)
  const emit = (name: string, payload: unknown): void => {
    // The name was checked, and what a frame of our own origin sends under it is that event's payload.
    if (isEventName(name)) emitter.emit(name, payload as WebphoneEvents[typeof name])
  }

  return {
    phone: {
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
        return [...calls.values()].filter(({ uuid }) => snapshot.calls.some((one) => one.uuid === uuid))
      },
      on(name, handler, options = {}) {
        checkSubscription(name, handler)
        if (options.signal?.aborted) return () => {}
        const off = emitter.on(name, handler)
        options.signal?.addEventListener('abort', off, { once: true })
        return off
      },
      once(name, handler) {
        checkSubscription(name, handler)
        return emitter.once(name, handler)
      },
      off(name, handler) {
        checkSubscription(name, handler ?? (() => {}))
        emitter.off(name, handler)
      },
      subscribe(listener) {
        const run = (): void => listener()
        listeners.add(run)
        return () => void listeners.delete(run)
      },
      getSnapshot: () => snapshot,
      ...phoneMethods(ask, callOf),
    },
    update,
    onEvent(name, data, picture) {
      // An ended call has left the picture before its last event.
      const payload = withOffer(payloadFrom(name, data, callOf), takeBack, ask)
      update(picture)
      emit(name, payload)
    },
    lose(status) {
      update({ phone: { ...snapshot, status, reconnect: null }, calls: [] })
      emit('status_changed', { status })
    },
  }
}

type Methods = Pick<
  Webphone,
  | 'call'
  | 'register'
  | 'unregister'
  | 'disconnect'
  | 'unlockAudio'
  | 'listDevices'
  | 'setAudioInput'
  | 'setAudioOutput'
  | 'setRingOutput'
  | 'silenceRing'
>

function phoneMethods(ask: Ask, callOf: (wire: WireCall) => ZorioCall): Methods {
  const plain = (method: string, ...args: readonly unknown[]) => ask(method, args).then(() => {})
  return {
    async call(number: string, options?: CallOptions) {
      return callFrom(await ask('call', [number, options]), callOf)
    },
    register: () => plain('register'),
    unregister: () => plain('unregister'),
    disconnect: () => plain('disconnect'),
    unlockAudio: () => plain('unlockAudio'),
    async listDevices() {
      const devices = await ask('listDevices', [])
      return Array.isArray(devices) ? devices.filter(isDevice) : []
    },
    setAudioInput: (id) => plain('setAudioInput', id),
    setAudioOutput: (id) => plain('setAudioOutput', id),
    setRingOutput: (id) => plain('setRingOutput', id),
    silenceRing: () => void plain('silenceRing').catch(() => {}),
  }
}

function callFrom(wire: unknown, callOf: (wire: WireCall) => ZorioCall): ZorioCall {
  if (!isWireCall(wire)) throw new TypeError('The framed phone answered with no call.')
  return callOf(wire)
}

/** The methods of an offer (`call_recoverable`) ask the frame. */
function withOffer(payload: unknown, takeBack: (uuid: string) => Promise<ZorioCall>, ask: Ask): unknown {
  if (!isObject(payload) || !isObject(payload['offer'])) return payload
  const uuid = String(payload['offer']['uuid'])
  const hangup = () => ask('endOffer', [uuid]).then(() => {})
  return { ...payload, offer: { ...payload['offer'], takeBack: () => takeBack(uuid), hangup } }
}

function payloadFrom(name: string, data: unknown, callOf: (wire: WireCall) => ZorioCall): unknown {
  if (name === 'error') return isWireError(data) ? errorFromWire(data) : undefined
  if (!isObject(data)) return {}
  const { call } = data
  return isWireCall(call) ? { ...data, call: callOf(call) } : data
}

function isDevice(value: unknown): value is AudioDevice {
  return isObject(value) && typeof value['deviceId'] === 'string' && typeof value['label'] === 'string'
}

function freeze({ phone }: Picture, calls: PhoneSnapshot['calls']): PhoneSnapshot {
  const { status, extension, displayName, reconnect, isAudioBlocked } = phone
  return Object.freeze({ status, extension, displayName, reconnect, isAudioBlocked, calls })
}

function checkSubscription(name: unknown, handler: unknown): void {
  if (!isEventName(name)) throw new TypeError(`There is no event ${JSON.stringify(name)}.`)
  if (typeof handler !== 'function') throw new TypeError('The handler is not a function.')
}
