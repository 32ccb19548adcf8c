/**
 * What tabs of one phone say to each other. Only pages of the same origin can, yet another version of the SDK or a script
 * of the page may be one of them: whatever comes is read field by field.
 */
import type { CallSnapshot } from '../call-api.ts'
import type { PhoneSnapshot } from '../phone-api.ts'

/** Another number is another language: such tabs do not hear each other. */
export const version = 1

export interface SharedCall {
  readonly snapshot: CallSnapshot
  readonly billsec: number
}

/** A method of a call, or `dial`, `silence`, `register` and `unregister` of the phone. */
export interface TabCommand {
  readonly type: 'command'
  readonly id: string
  readonly act: string
  readonly uuid: string
  readonly args: readonly unknown[]
}

export type TabMessage =
  | { readonly type: 'hello' }
  | TabCommand
  | {
      readonly type: 'state'
      readonly leader: string
      readonly phone: Pick<PhoneSnapshot, 'status' | 'reconnect' | 'isAudioBlocked'>
      readonly calls: readonly SharedCall[]
    }
  /** The last that is heard of a call. */
  | { readonly type: 'ended'; readonly leader: string; readonly call: SharedCall }
  | { readonly type: 'digit'; readonly uuid: string; readonly digit: string; readonly source: 'rtp' | 'info' }
  /** A command arrived. */
  | { readonly type: 'taken'; readonly id: string }
  | {
      readonly type: 'done'
      readonly id: string
      readonly uuid: string
      readonly error?: TabError | undefined
    }
  | { readonly type: 'bye'; readonly leader: string }

export interface TabError {
  readonly code: string
  readonly message: string
  readonly details?: Record<string, unknown> | undefined
}

type Fields = Record<string, unknown>
type Check = (value: unknown) => boolean

const mostCalls = 16

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const isText: Check = (value) => typeof value === 'string' && value.length <= 1024
const isFlag: Check = (value) => typeof value === 'boolean'
const isNumber: Check = (value) => typeof value === 'number' && Number.isFinite(value)
const oneOf =
  (...words: readonly string[]): Check =>
  (value) =>
    typeof value === 'string' && words.includes(value)
const orNull =
  (check: Check): Check =>
  (value) =>
    value === null || check(value)
const orNone =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value)
const listOf =
  (check: Check, most: number): Check =>
  (value) =>
    Array.isArray(value) && value.length <= most && value.every(check)

/** Own fields only, each by its check. */
const shape =
  (checks: Readonly<Record<string, Check>>): Check =>
  (value) =>
    isObject(value) &&
    Object.entries(checks).every(([name, check]) =>
      check(Object.hasOwn(value, name) ? value[name] : undefined),
    )

const isContact = shape({
  id: isNumber,
  full_name: isText,
  phones: orNone(listOf(isText, 100)),
  customer_id: orNone(isNumber),
  lead_id: orNone(isNumber),
})
const isTransfer = shape({
  kind: oneOf('blind', 'attended'),
  target: isText,
  state: oneOf('pending', 'ringing', 'completed', 'failed'),
  sipStatus: orNone(isNumber),
})
const isHangup = shape({
  reason: isText,
  cause: isText,
  q850: orNone(isNumber),
  sip_status: orNone(isNumber),
  sip_reason: orNone(isText),
  who: oneOf('local', 'remote', 'network'),
})
const callChecks: Readonly<Record<keyof CallSnapshot, Check>> = {
  uuid: isText,
  number: isText,
  displayName: isText,
  direction: oneOf('incoming', 'outgoing'),
  state: oneOf('dialing', 'ringing', 'answering', 'answered', 'ended'),
  contact: orNull(isContact),
  isMuted: isFlag,
  isHeld: isFlag,
  isRemoteHeld: isFlag,
  createdAt: isNumber,
  answeredAt: orNull(isNumber),
  endedAt: orNull(isNumber),
  heldAt: orNull(isNumber),
  media: oneOf('none', 'connecting', 'connected', 'interrupted'),
  transferProgress: orNull(isTransfer),
  hangupDetail: orNull(isHangup),
  receivedDigits: isText,
}
const isSharedCall = shape({ snapshot: shape(callChecks), billsec: isNumber })
const statuses = [
  'connecting',
  'registering',
  'registered',
  'stale',
  'reconnecting',
  'unregistered',
  'disconnected',
]
const isPhone = shape({
  status: oneOf(...statuses),
  reconnect: orNull(shape({ attempt: isNumber, delayMs: isNumber })),
  isAudioBlocked: isFlag,
})

const messages: { readonly [T in TabMessage['type']]: Check } = {
  hello: () => true,
  command: shape({ id: isText, act: isText, uuid: isText, args: listOf(() => true, 4) }),
  state: shape({ leader: isText, phone: isPhone, calls: listOf(isSharedCall, mostCalls) }),
  ended: shape({ leader: isText, call: isSharedCall }),
  digit: shape({ uuid: isText, digit: isText, source: oneOf('rtp', 'info') }),
  taken: shape({ id: isText }),
  done: shape({
    id: isText,
    uuid: isText,
    error: orNone(shape({ code: isText, message: isText, details: orNone(isObject) })),
  }),
  bye: shape({ leader: isText }),
}

export function readMessage(data: unknown): TabMessage | undefined {
  if (!isObject(data) || data['version'] !== version) return undefined
  const { type } = data
  const isKnown = typeof type === 'string' && Object.hasOwn(messages, type)
  return isKnown && messages[type as TabMessage['type']](data) ? (data as unknown as TabMessage) : undefined
}
