/** The tab that is the phone: shows the others what it has, and does what they ask for. */
import { ZorioWebphoneError } from '../errors.ts'
import type { CallOptions, SendDtmfOptions } from '../options.ts'
import type { SharedCall, TabCommand, TabError, TabMessage } from './tab-messages.ts'
import type { SharedPhone } from './tab-port.ts'
import type { ZorioCall } from '../call-api.ts'

export interface Leading {
  onMessage(message: TabMessage): void
  stop(): void
}

type Act = (call: ZorioCall, args: readonly unknown[], phone: SharedPhone) => Promise<void>

/** Each checks its arguments as it does for any host. */
const acts: ReadonlyMap<string, Act> = new Map<string, Act>([
  ['answer', (call) => call.answer()],
  ['hangup', (call) => call.hangup()],
  ['hold', (call) => call.hold()],
  ['unhold', (call) => call.unhold()],
  ['mute', (call) => call.mute()],
  ['unmute', (call) => call.unmute()],
  ['sendDtmf', (call, [digits, options]) => call.sendDtmf(text(digits), object(options))],
  ['transfer', (call, [number]) => call.transfer(text(number))],
  ['transferTo', (call, [uuid], phone) => call.transferTo(findCall(phone, uuid))],
])

export function lead(phone: SharedPhone, send: (message: TabMessage) => void): Leading {
  const leader = phone.uuid()
  let shown: readonly ZorioCall[] = []

  const show = () => {
    const calls = phone.calls
    for (const gone of shown.filter((one) => !calls.includes(one)))
      send({ type: 'ended', leader, call: share(gone) })
    shown = calls
    const { status, reconnect, isAudioBlocked } = phone.store.get()
    send({ type: 'state', leader, phone: { status, reconnect, isAudioBlocked }, calls: calls.map(share) })
  }
  const leave = [
    phone.store.subscribe(show),
    phone.reporter.emitter.on('dtmf', ({ call, digit, source }) =>
      send({ type: 'digit', uuid: call.uuid, digit, source }),
    ),
  ]
  show()

  return {
    onMessage(message) {
      if (message.type === 'hello') show()
      else if (message.type === 'command') void carryOut(phone, message, send)
    },
    stop() {
      for (const one of leave) one()
      show()
      send({ type: 'bye', leader })
    },
  }
}

async function carryOut(
  phone: SharedPhone,
  { id, act, uuid, args }: TabCommand,
  send: (message: TabMessage) => void,
): Promise<void> {
  send({ type: 'taken', id })
  try {
    send({ type: 'done', id, uuid: await run(phone, { act, uuid, args }) })
  } catch (caught) {
    send({ type: 'done', id, uuid, error: plainError(ZorioWebphoneError.from(caught)) })
  }
}

async function run(
  phone: SharedPhone,
  { act, uuid, args }: Pick<TabCommand, 'act' | 'uuid' | 'args'>,
): Promise<string> {
  if (act === 'dial') return (await phone.call(text(args[0]), object(args[1]))).uuid
  if (act === 'silence') phone.silenceRing()
  else if (act === 'register' || act === 'unregister') await phone.ask(act)
  else await acts.get(act)?.(findCall(phone, uuid), args, phone)
  return uuid
}

function findCall({ calls }: SharedPhone, uuid: unknown): ZorioCall {
  const call = calls.find((one) => one.uuid === uuid)
  if (call) return call
  throw new ZorioWebphoneError('invalid_state', 'The call is over.', { details: { state: 'ended' } })
}

/** A plain object of whatever fields; who takes it checks them. */
const object = (value: unknown): (CallOptions & SendDtmfOptions) | undefined =>
  typeof value === 'object' && value !== null ? value : undefined
const text = (value: unknown) => (typeof value === 'string' ? value : '')

function share(call: ZorioCall): SharedCall {
  return { snapshot: call.getSnapshot(), billsec: call.billsec }
}

function plainError({ code, message, details }: ZorioWebphoneError): TabError {
  const isPlain = (value: unknown) => ['string', 'number', 'boolean'].includes(typeof value)
  const plain = details && Object.fromEntries(Object.entries(details).filter(([, value]) => isPlain(value)))
  return { code, message: message.slice(0, 300), details: plain }
}
