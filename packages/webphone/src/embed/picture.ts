/** The phone as it crosses the frame: its snapshot and the billed seconds of its calls. */
import {
  isBoolean,
  isCount,
  isNumber,
  isObject,
  isOneOf,
  isShort,
  isText,
  listOf,
  optional,
  orNull,
  shaped,
} from './shape.ts'
import type { Contact } from '../call-api.ts'
import type { CallSnapshot, HangupDetail, PhoneSnapshot, TransferProgress } from '../phone-api.ts'

export interface WireCall {
  readonly snapshot: CallSnapshot
  readonly billsec: number
}

export interface Picture {
  readonly phone: Omit<PhoneSnapshot, 'calls'>
  readonly calls: readonly WireCall[]
}

const isContact = shaped<Contact>({
  id: isNumber,
  full_name: isText,
  phones: optional(listOf(isText, 100)),
  customer_id: optional(isNumber),
  lead_id: optional(isNumber),
})

const isProgress = shaped<TransferProgress>({
  kind: isOneOf('blind', 'attended'),
  target: isText,
  state: isOneOf('pending', 'ringing', 'completed', 'failed'),
  sipStatus: optional(isNumber),
})

const isHangupDetail = (value: unknown): value is HangupDetail => isObject(value) && isText(value['reason'])

const isSnapshot = shaped<CallSnapshot>({
  uuid: isShort,
  number: isText,
  displayName: isText,
  direction: isOneOf('incoming', 'outgoing'),
  state: isOneOf('dialing', 'ringing', 'answering', 'answered', 'ended'),
  contact: orNull(isContact),
  isMuted: isBoolean,
  isHeld: isBoolean,
  isRemoteHeld: isBoolean,
  createdAt: isNumber,
  answeredAt: orNull(isNumber),
  endedAt: orNull(isNumber),
  heldAt: orNull(isNumber),
  media: isOneOf('none', 'connecting', 'connected', 'interrupted'),
  transferProgress: orNull(isProgress),
  hangupDetail: orNull(isHangupDetail),
  receivedDigits: isText,
})

export const isWireCall = shaped<WireCall>({ snapshot: isSnapshot, billsec: isCount })

const isReconnect = shaped<NonNullable<PhoneSnapshot['reconnect']>>({ attempt: isCount, delayMs: isNumber })

const isPhone = shaped<Picture['phone']>({
  status: isOneOf(
    'connecting',
    'registering',
    'registered',
    'stale',
    'reconnecting',
    'unregistered',
    'disconnected',
  ),
  extension: isText,
  displayName: isText,
  reconnect: orNull(isReconnect),
  isAudioBlocked: isBoolean,
})

export const isPicture = shaped<Picture>({ phone: isPhone, calls: listOf(isWireCall, 100) })
