/** Vue 3.4 and later: a plugin that holds the phone, and composables that read it. */
import { hasInjectionContext, inject, onScopeDispose, shallowRef } from 'vue'
import type { App, InjectionKey, ShallowRef } from 'vue'
import { createPhoneHolder, idleState, openingState } from './bindings/phone-holder.ts'
import type { Connect, PhoneHolder, WebphoneState } from './bindings/phone-holder.ts'
import type { ConnectOptions } from './options.ts'
import type { Webphone } from './phone-api.ts'
import type { WebphoneEventName, WebphoneEvents } from './events.ts'

export type { Connect, WebphoneState } from './bindings/phone-holder.ts'

export interface WebphonePlugin {
  install(app: App): void
  /** Connects, for applications that know the token only after sign-in. A phone that was there is disconnected. Nothing on the server. */
  connect(options: ConnectOptions): void
  /** Shows a phone that the application connected itself, and will disconnect. */
  show(phone: Webphone | null): void
  /** Harmless when there is no phone. */
  disconnect(): void
}

export interface WebphonePluginSettings {
  /** How a phone is connected; default `ZorioWebphone.connect`, loaded when first needed. */
  readonly connect?: Connect
}

const key: InjectionKey<PhoneHolder> = Symbol('zorio-webphone')

const connectLazily: Connect = async (options) => (await import('./index.ts')).ZorioWebphone.connect(options)

/** `app.use(createWebphone({ apiBase, token }))`, or without options and `connect()` later. Unmounting the app disconnects. */
export function createWebphone(
  options?: ConnectOptions | null,
  { connect: start = connectLazily }: WebphonePluginSettings = {},
): WebphonePlugin {
  const holder = createPhoneHolder(options ? openingState : idleState)
  let disconnect = (): void => {}
  const connect = (given: ConnectOptions): void => {
    disconnect()
    if (typeof window !== 'undefined') disconnect = holder.open(given, start)
  }
  const show = (phone: Webphone | null): void => {
    disconnect()
    disconnect = () => holder.show(null)
    holder.show(phone)
  }
  const install = (app: App): void => {
    app.provide(key, holder)
    if (options) connect(options)
    const unmount = app.unmount
    // `app.onUnmount` came with Vue 3.5.
    app.unmount = () => {
      unmount()
      disconnect()
    }
  }
  return { install, connect, show, disconnect: () => disconnect() }
}

function useHolder(): PhoneHolder {
  const holder = hasInjectionContext() ? inject(key, null) : null
  if (!holder) throw new Error('Call app.use(createWebphone(…)) first, and the composables in setup().')
  return holder
}

/** The phone and its state: a shallow ref, because a proxy around the phone would break it. */
export function useWebphone(): Readonly<ShallowRef<WebphoneState>> {
  const { getState, subscribe } = useHolder()
  const state = shallowRef(getState())
  onScopeDispose(subscribe(() => (state.value = getState())))
  return state
}

/** Runs `handler` at each such event until the component or scope ends. */
export function useWebphoneEvent<N extends WebphoneEventName>(
  name: N,
  handler: (payload: WebphoneEvents[N]) => void,
): void {
  onScopeDispose(useHolder().on(name, handler))
}
