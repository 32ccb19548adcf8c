'use client'
/** React 18 and later: a provider that connects the phone, and hooks that read it. Server rendering shows the unconnected state. */
import {
  createContext,
  createElement,
  useContext,
  useEffect,
  useRef,
  useState,
  useSyncExternalStore,
  type ReactElement,
  type ReactNode,
} from 'react'
import { createPhoneHolder, idleState, openingState } from './bindings/phone-holder.ts'
import type { CallSnapshot, Webphone, ZorioCall } from './phone-api.ts'
import type { Connect, PhoneHolder, WebphoneState } from './bindings/phone-holder.ts'
import type { ConnectOptions } from './options.ts'
import type { WebphoneEventName, WebphoneEvents } from './events.ts'

export type { Connect, WebphoneState } from './bindings/phone-holder.ts'

export interface WebphoneProviderProps {
  /**
   * Connects when they are first given and disconnects on unmount or when they are taken away. A new object alone changes
   * nothing, so that a fresh token ends no call; another `apiBase` connects anew. Give the provider a `key` per user.
   */
  readonly options?: ConnectOptions | null
  /** A phone that the application connected itself, in place of `options`; the provider never disconnects it. */
  readonly phone?: Webphone | null
  /** How a phone is connected; default `ZorioWebphone.connect`, loaded when first needed. */
  readonly connect?: Connect
  readonly children?: ReactNode
}

const HolderContext = createContext<PhoneHolder | null>(null)

const connectLazily: Connect = async (options) => (await import('./index.ts')).ZorioWebphone.connect(options)

export function WebphoneProvider(props: WebphoneProviderProps): ReactElement {
  const { options, phone, connect = connectLazily, children } = props
  const [holder] = useState(() => createPhoneHolder(options && !phone ? openingState : idleState))
  useEffect(() => {
    if (phone || !options) {
      holder.show(phone ?? null)
      return () => holder.show(null)
    }
    return holder.open(options, connect)
    // `options` and `connect` are new objects at each drawing in most applications.
  }, [holder, phone, options?.apiBase])
  return createElement(HolderContext.Provider, { value: holder }, children)
}

function useHolder(): PhoneHolder {
  const holder = useContext(HolderContext)
  if (!holder) throw new Error('Put a <WebphoneProvider> around the components that use the phone.')
  return holder
}

/** The phone and its state; draws again when anything in it changed. */
export function useWebphone(): WebphoneState {
  const { subscribe, getState } = useHolder()
  return useSyncExternalStore(subscribe, getState, getState)
}

/** Live calls, oldest first. */
export function useCalls(): readonly ZorioCall[] {
  return useWebphone().calls
}

/** The picture of one call; draws again only when this call changed, the last time at its end. */
export function useCall<C extends ZorioCall | null | undefined>(
  call: C,
): C extends ZorioCall ? CallSnapshot : CallSnapshot | null
export function useCall(call: ZorioCall | null | undefined): CallSnapshot | null {
  const look = (): CallSnapshot | null => call?.getSnapshot() ?? null
  return useSyncExternalStore(useHolder().subscribe, look, look)
}

/** Runs `handler` at each such event while the component is mounted; also those from before the phone was connected. */
export function useWebphoneEvent<N extends WebphoneEventName>(
  name: N,
  handler: (payload: WebphoneEvents[N]) => void,
): void {
  const holder = useHolder()
  const latest = useRef(handler)
  useEffect(() => {
    latest.current = handler
  })
  useEffect(() => holder.on(name, (payload) => latest.current(payload)), [holder, name])
}
