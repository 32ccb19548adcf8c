/**
 * The messages between a host page and the framed phone, version 1. What arrives is unknown until a reader of this file has
 * looked at it: a message of another shape is no message. docs/embed.md has the protocol in words.
 */
import { isBoolean, isCount, isObject, isOneOf, isShort, isText, optional, reader, shaped } from './shape.ts'
import { isPicture } from './picture.ts'
import type { Picture } from './picture.ts'

export const namespace = 'zorio.webphone'
export const protocolVersion = 1

/** Frame to parent, to any origin, since the parent is not known yet: it says nothing but "I am here". */
export interface Hello {
  readonly version: number
  /** Of this load of the page; the answer repeats it. */
  readonly nonce: string
}

/** What the host may choose for the framed phone. */
export interface FrameOptions {
  readonly theme?: 'light' | 'dark' | 'auto'
  readonly locale?: 'vi' | 'en'
  readonly autoRegister?: boolean
  readonly audioInput?: 'microphone' | 'tone'
}

/** Host to frame, to the frame's origin only, with the port over which everything else goes. */
export interface Welcome {
  readonly nonce: string
  readonly token: string
  readonly options: FrameOptions
}

export interface WireError {
  readonly code: string
  readonly message: string
  readonly remedy: string
  readonly retryable: boolean
  readonly details?: Readonly<Record<string, unknown>>
}

export type FromHost =
  | {
      readonly kind: 'req'
      readonly id: number
      readonly method: string
      /** Present: a method of that call. */
      readonly call?: string
      readonly args: readonly unknown[]
    }
  /** Answer to `ask`; without a token there is none. */
  | { readonly kind: 'told'; readonly id: number; readonly token?: string }

export type FromFrame =
  | { readonly kind: 'ready'; readonly picture: Picture }
  | { readonly kind: 'refused'; readonly error: WireError }
  | { readonly kind: 'state'; readonly picture: Picture }
  | { readonly kind: 'evt'; readonly name: string; readonly data: unknown; readonly picture: Picture }
  | { readonly kind: 'done'; readonly id: number; readonly data: unknown }
  | { readonly kind: 'failed'; readonly id: number; readonly error: WireError }
  /** A fresh embed token, for when the bearer of the session has ended. */
  | { readonly kind: 'ask'; readonly id: number }

const envelope = (type: string) => ({ ns: namespace, v: protocolVersion, type })
const inEnvelope = (value: unknown, type: string) =>
  isObject(value) && value['ns'] === namespace && value['type'] === type

export const helloMessage = (nonce: string) => ({ ...envelope('hello'), nonce })
export const refusedMessage = (code: string) => ({ ...envelope('refused'), code })
export const welcomeMessage = (welcome: Welcome) => ({ ...envelope('welcome'), ...welcome })

export function readHello(value: unknown): Hello | undefined {
  const isHello = shaped<{ v: number; nonce: string }>({ v: isCount, nonce: isShort })
  return inEnvelope(value, 'hello') && isHello(value) ? { version: value.v, nonce: value.nonce } : undefined
}

/** A page without a phone: the code why. */
export function readRefused(value: unknown): string | undefined {
  const isRefused = shaped<{ code: string }>({ code: isShort })
  return inEnvelope(value, 'refused') && isRefused(value) ? value.code : undefined
}

const isOptions = shaped<FrameOptions>({
  theme: optional(isOneOf('light', 'dark', 'auto')),
  locale: optional(isOneOf('vi', 'en')),
  autoRegister: optional(isBoolean),
  audioInput: optional(isOneOf('microphone', 'tone')),
})
const isWelcome = shaped<Welcome>({ nonce: isShort, token: isText, options: isOptions })

export function readWelcome(value: unknown): Welcome | undefined {
  if (!inEnvelope(value, 'welcome') || !isObject(value) || value['v'] !== protocolVersion) return undefined
  return isWelcome(value) ? value : undefined
}

export const isWireError = shaped<WireError>({
  code: isShort,
  message: isText,
  remedy: isText,
  retryable: isBoolean,
  details: optional(isObject),
})
const anything = (_value: unknown): boolean => true
const isArguments = (value: unknown): boolean => Array.isArray(value) && value.length <= 4

type Of<Union, Kind> = Extract<Union, { readonly kind: Kind }>

/** Undefined for what a newer peer may send and we do not know, and for what is no message. */
export const readFromHost = reader<FromHost>([
  shaped<Of<FromHost, 'req'>>({
    kind: isOneOf('req'),
    id: isCount,
    method: isShort,
    call: optional(isShort),
    args: isArguments,
  }),
  shaped<Of<FromHost, 'told'>>({ kind: isOneOf('told'), id: isCount, token: optional(isText) }),
])

export const readFromFrame = reader<FromFrame>([
  shaped<Of<FromFrame, 'ready'>>({ kind: isOneOf('ready'), picture: isPicture }),
  shaped<Of<FromFrame, 'refused'>>({ kind: isOneOf('refused'), error: isWireError }),
  shaped<Of<FromFrame, 'state'>>({ kind: isOneOf('state'), picture: isPicture }),
  shaped<Of<FromFrame, 'evt'>>({
    kind: isOneOf('evt'),
    name: isShort,
    data: anything,
    picture: isPicture,
  }),
  shaped<Of<FromFrame, 'done'>>({ kind: isOneOf('done'), id: isCount, data: anything }),
  shaped<Of<FromFrame, 'failed'>>({ kind: isOneOf('failed'), id: isCount, error: isWireError }),
  shaped<Of<FromFrame, 'ask'>>({ kind: isOneOf('ask'), id: isCount }),
])
