/** What every binding needs: one phone at most, its picture, and handlers that may be there before it. */
import type { ConnectOptions } from '../options.ts'
import type { ZorioWebphoneError } from '../errors.ts'
import type { PhoneSnapshot, Webphone, ZorioCall } from '../phone-api.ts'
import type { WebphoneEventName, WebphoneEvents } from '../events.ts'

export type Connect = (options: ConnectOptions) => Promise<Webphone>

/** The phone's picture; before there is a phone `disconnected`, or `connecting` while it is on its way. */
export interface WebphoneState extends Omit<PhoneSnapshot, 'calls'> {
  /** Null until connected, and on the server. */
  readonly phone: Webphone | null
  /** Why connecting failed; else null. Later errors come as the event `error`. */
  readonly error: ZorioWebphoneError | null
  /** Live calls, oldest first: a new array whenever one of them changed. */
  readonly calls: readonly ZorioCall[]
}

export interface PhoneHolder {
  getState(): WebphoneState
  subscribe(listener: () => void): () => void
  on<N extends WebphoneEventName>(name: N, handler: (payload: WebphoneEvents[N]) => void): () => void
  /** Shows a phone that somebody else connected and will disconnect. */
  show(phone: Webphone | null): void
  /** Connects a phone of its own; the returned function disconnects it. */
  open(options: ConnectOptions, connect: Connect): () => void
}

export const idleState: WebphoneState = {
  phone: null,
  error: null,
  status: 'disconnected',
  extension: '',
  displayName: '',
  calls: [],
  reconnect: null,
  isAudioBlocked: false,
}
export const openingState: WebphoneState = { ...idleState, status: 'connecting' }

export function createPhoneHolder(first: WebphoneState = idleState): PhoneHolder {
  let state = first
  let release = (): void => {}
  const listeners = new Set<() => void>()
  /** Attaches one handler to a phone; returns how to detach it. */
  const handlers = new Map<(phone: Webphone) => () => void, () => void>()

  const become = (next: WebphoneState): void => {
    state = next
    listeners.forEach((listener) => listener())
  }
  const show = (phone: Webphone | null, without = idleState): void => {
    release()
    const look = (): void =>
      become(phone ? { ...phone.getSnapshot(), phone, error: null, calls: [...phone.calls] } : without)
    handlers.forEach((_, attach) => handlers.set(attach, phone ? attach(phone) : () => {}))
    const stop = phone?.subscribe(look)
    release = () => {
      stop?.()
      handlers.forEach((detach) => detach())
    }
    look()
  }

  return {
    getState: () => state,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    on(name, handler) {
      const attach = (phone: Webphone): (() => void) => phone.on(name, handler)
      handlers.set(attach, state.phone ? attach(state.phone) : () => {})
      return () => {
        handlers.get(attach)?.()
        handlers.delete(attach)
      }
    },
    show,
    open(options, connect) {
      let own: Webphone | null = null
      let isWanted = true
      show(null, openingState)
      // StrictMode mounts, unmounts and mounts again in one go: only what is still wanted after that is connected.
      queueMicrotask(() => {
        if (!isWanted) return
        connect(options).then(
          (phone) => {
            if (!isWanted) return void phone.disconnect()
            show((own = phone))
          },
          (error) => isWanted && show(null, { ...idleState, error }),
        )
      })
      return () => {
        isWanted = false
        show(null)
        void own?.disconnect()
      }
    },
  }
}
