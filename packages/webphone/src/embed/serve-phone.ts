/** The frame's end of the port: requests become method calls of the real phone, its events and pictures go out. */
import { isEventName, eventNames } from '../events.ts'
import { EmbedError, wireFromError } from './embed-error.ts'
import { readFromHost } from './protocol.ts'
import { isObject, isOneOf, isText, optional, shaped } from './shape.ts'
import type { Check } from './shape.ts'
import type { CallOffer, Webphone, ZorioCall } from '../phone-api.ts'
import type { FrameOptions, FromFrame, FromHost } from './protocol.ts'
import type { Picture, WireCall } from './picture.ts'

export interface ServedPhone {
  readonly phone: Webphone
  /** Theme and locale of the UI. */
  readonly onUpdate: (options: Pick<FrameOptions, 'theme' | 'locale'>) => void
  readonly send: (message: FromFrame) => void
}

/** What was offered, by its uuid: the methods of an offer stay on this side. */
type Offers = Map<string, CallOffer>

export interface Served {
  onMessage(data: unknown): void
  stop(): void
}

type Method = (args: readonly unknown[]) => Promise<unknown>

const anyOptions = optional(isObject)

export const wireCall = (call: ZorioCall): WireCall => ({
  snapshot: call.getSnapshot(),
  billsec: call.billsec,
})

export function pictureOf(phone: Webphone): Picture {
  const { calls: _, ...rest } = phone.getSnapshot()
  return { phone: rest, calls: phone.calls.map(wireCall) }
}

export function servePhone(served: ServedPhone): Served {
  const { phone, send } = served
  const stops: (() => void)[] = []
  const offers: Offers = new Map()
  for (const name of eventNames)
    if (isEventName(name))
      stops.push(
        phone.on(name, (payload: unknown) =>
          send({ kind: 'evt', name, data: wirePayload(payload, offers), picture: pictureOf(phone) }),
        ),
      )
  stops.push(phone.subscribe(() => send({ kind: 'state', picture: pictureOf(phone) })))

  const answer = async (request: FromHost & { kind: 'req' }): Promise<void> => {
    const { id } = request
    try {
      send({ kind: 'done', id, data: await methodFor({ ...served, offers }, request)(request.args) })
    } catch (caught) {
      send({ kind: 'failed', id, error: wireFromError(caught) })
    }
  }
  send({ kind: 'ready', picture: pictureOf(phone) })
  return {
    onMessage(data) {
      const message = readFromHost(data)
      if (message?.kind === 'req') void answer(message)
    },
    stop: () => stops.forEach((stop) => stop()),
  }
}

/** Only what is listed here can be called from outside, with arguments of these shapes. */
type Serving = ServedPhone & { readonly offers: Offers }

function methodFor(served: Serving, { method, call: uuid }: FromHost & { kind: 'req' }): Method {
  const methods = uuid === undefined ? phoneMethods(served) : callMethods(served.phone, uuid)
  const found = Object.hasOwn(methods, method) ? methods[method] : undefined
  if (!found) throw new EmbedError('embed_version', `The framed phone has no method ${method}.`)
  return found
}

function phoneMethods({ phone, onUpdate, offers }: Serving): Readonly<Record<string, Method>> {
  return {
    call: checked([isText, anyOptions], async (number, options) =>
      wireCall(await phone.call(number, options ? { ...options } : undefined)),
    ),
    takeBack: checked([isText], async (uuid) => wireCall(await findOffer(offers, uuid).takeBack())),
    endOffer: checked([isText], (uuid) => findOffer(offers, uuid).hangup()),
    register: () => phone.register(),
    unregister: () => phone.unregister(),
    disconnect: () => phone.disconnect(),
    unlockAudio: () => phone.unlockAudio(),
    silenceRing: async () => phone.silenceRing?.(),
    listDevices: async () => (await phone.listDevices()).map((device) => ({ ...device })),
    setAudioInput: checked([isText], (id) => phone.setAudioInput(id)),
    setAudioOutput: checked([isText], (id) => phone.setAudioOutput(id)),
    setRingOutput: checked([isText], (id) => phone.setRingOutput(id)),
    update: checked([isUpdate], async (options) => onUpdate(options)),
  }
}

function callMethods(phone: Webphone, uuid: string): Readonly<Record<string, Method>> {
  const call = findCall(phone, uuid)
  return {
    answer: () => call.answer(),
    hangup: () => call.hangup(),
    hold: () => call.hold(),
    unhold: () => call.unhold(),
    mute: () => call.mute(),
    unmute: () => call.unmute(),
    sendDtmf: checked([isText, anyOptions], (digits, options) =>
      call.sendDtmf(digits, options ? { ...options } : undefined),
    ),
    transfer: checked([isText], (number) => call.transfer(number)),
    transferTo: checked([isText], (other) => call.transferTo(findCall(phone, other))),
  }
}

function findCall(phone: Webphone, uuid: string): ZorioCall {
  const call = phone.calls.find((one) => one.uuid === uuid)
  if (call) return call
  throw ended()
}

function findOffer(offers: Offers, uuid: string): CallOffer {
  const offer = offers.get(uuid)
  if (offer) return offer
  throw ended()
}

function ended(): Error {
  const details = { state: 'ended' }
  return Object.assign(new Error('There is no such call any more.'), {
    ...{ code: 'invalid_state', remedy: 'The call has ended.', details },
  })
}

const isUpdate = shaped<Pick<FrameOptions, 'theme' | 'locale'>>({
  theme: optional(isOneOf('light', 'dark', 'auto')),
  locale: optional(isOneOf('vi', 'en')),
})

/** What has another shape is an error of the host's code, and told as such. */
function checked<Args extends readonly unknown[]>(
  checks: { readonly [K in keyof Args]: Check<Args[K]> },
  run: (...args: Args) => Promise<unknown>,
): Method {
  const isRight = (args: readonly unknown[]): args is Args =>
    checks.every((check, index) => check(args[index]))
  return async (given) => {
    const args: readonly unknown[] = Array.from({ length: checks.length }, (_, index) => given[index])
    if (isRight(args)) return run(...args)
    throw Object.assign(new TypeError('The arguments are not those of this method.'), {
      code: 'invalid_options',
      remedy: 'Check the arguments against the documentation.',
    })
  }
}

function wirePayload(payload: unknown, offers: Offers): unknown {
  if (payload instanceof Error) return wireFromError(payload)
  if (!isObject(payload)) return {}
  const copy: Record<string, unknown> = { ...payload }
  if (isCall(copy['call'])) copy['call'] = wireCall(copy['call'])
  const { offer } = copy
  if (isOffer(offer)) {
    offers.set(offer.uuid, offer)
    const { takeBack: _takeBack, hangup: _hangup, ...rest } = offer
    copy['offer'] = rest
  }
  return copy
}

function isCall(value: unknown): value is ZorioCall {
  return typeof value === 'object' && value !== null && 'getSnapshot' in value
}

function isOffer(value: unknown): value is CallOffer {
  return typeof value === 'object' && value !== null && 'takeBack' in value
}
