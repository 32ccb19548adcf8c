/** Puts the framed phone into a page and gives back an object that is used like a phone of the page's own. */
import { EmbedError, errorFromWire, isEmbedErrorCode } from './embed-error.ts'
import { firstHostState, stepHost } from './host-step.ts'
import { createFrame, microphoneHeader, onFrameBlocked } from './iframe.ts'
import { frameUrl, readEmbedOptions } from './embed-options.ts'
import { readFromFrame, readHello, readRefused, welcomeMessage } from './protocol.ts'
import { createRemotePhone } from './remote-phone.ts'
import { createRequests } from './requests.ts'
import type { EmbedErrorCode } from './embed-error.ts'
import type { EmbedOptions, EmbedSettings } from './embed-options.ts'
import type { HostEffect, HostInput } from './host-step.ts'
import type { FromFrame, FrameOptions, WireError } from './protocol.ts'
import type { RemotePhone } from './remote-phone.ts'
import type { Webphone } from '../phone-api.ts'

/** A phone in an iframe: everything a `Webphone` is, and the frame around it. */
export interface EmbeddedPhone extends Webphone {
  readonly iframe: HTMLIFrameElement
  /** Theme and locale switch at once, also in a call. */
  update(options: Pick<FrameOptions, 'theme' | 'locale'>): Promise<void>
  /** Takes the frame out of the page at once; the phone in it says goodbye by itself. Final and harmless when repeated. */
  destroy(): void
}

/** A transfer is answered when the far end was reached. */
const transferMs = 240_000
const requestMs = 60_000

/**
 * Resolves when the framed phone is connected; its events begin then. Rejects with `EmbedError`; the frame stays where it is and shows
 * the same in words.
 */
export function embedPhone(options: EmbedOptions): Promise<EmbeddedPhone> {
  return new Promise((resolve, reject) => {
    const settings = readEmbedOptions(options)
    // The first token is taken here: the address depends on it.
    settings.takeToken().then(
      (token) => openHost(settings, token, { resolve, reject }),
      () => reject(new EmbedError('embed_token_missing', 'The function that gives the token failed.')),
    )
  })
}

interface Outcome {
  resolve(phone: EmbeddedPhone): void
  reject(error: Error): void
}

interface Host {
  readonly settings: EmbedSettings
  readonly outcome: Outcome
  readonly frame: HTMLIFrameElement
  readonly origin: string
  readonly remote: RemotePhone
  readonly requests: ReturnType<typeof createRequests>
  readonly phone: EmbeddedPhone
  readonly stops: (() => void)[]
  state: typeof firstHostState
  firstToken: string | undefined
  port: MessagePort | undefined
  timer: ReturnType<typeof setTimeout> | undefined
}

function openHost(settings: EmbedSettings, token: string | undefined, outcome: Outcome): void {
  const url = frameUrl(settings.base, token)
  const frame = createFrame({ target: settings.target, url, title: settings.title })
  const requests = createRequests((message) => host.port?.postMessage(message))
  const remote = createRemotePhone((method, args, call) =>
    requests.ask(
      (id) => ({ kind: 'req', id, method, args, ...(call !== undefined && { call }) }),
      method.startsWith('transfer') ? transferMs : requestMs,
    ),
  )
  const update: EmbeddedPhone['update'] = async (changed) => {
    const ask = (id: number) => ({ kind: 'req', id, method: 'update', args: [changed] })
    await requests.ask(ask, requestMs)
  }
  const phone: EmbeddedPhone = Object.defineProperties(
    { ...remote.phone, iframe: frame, update, destroy: () => input(host, { type: 'destroy' }) },
    // Spreading would freeze what the getters say now.
    Object.getOwnPropertyDescriptors(remote.phone),
  )
  const host: Host = {
    ...{ settings, outcome, frame, origin: url.origin, remote, requests, phone, stops: [] },
    ...{ state: firstHostState, firstToken: token, port: undefined, timer: undefined },
  }
  listen(host)
  run(host, { type: 'arm' })
}

function listen(host: Host): void {
  const { frame, origin, stops } = host
  const view = frame.ownerDocument.defaultView ?? window
  const onMessage = ({ source, origin: from, data }: MessageEvent): void => {
    // Who speaks is what the browser says, never what the message says.
    if (source !== frame.contentWindow || from !== origin) return
    const hello = readHello(data)
    if (hello) return input(host, { type: 'hello', hello })
    const code = readRefused(data)
    if (code !== undefined && isEmbedErrorCode(code)) input(host, { type: 'no-phone', code })
  }
  view.addEventListener('message', onMessage)
  stops.push(() => view.removeEventListener('message', onMessage))
  stops.push(onFrameBlocked(frame, () => input(host, { type: 'blocked' })))
}

function input(host: Host, fact: HostInput): void {
  const { state, effects } = stepHost(host.state, fact)
  host.state = state
  for (const effect of effects) run(host, effect)
}

function run(host: Host, effect: HostEffect): void {
  switch (effect.type) {
    case 'arm':
      clearTimeout(host.timer)
      host.timer = setTimeout(() => input(host, { type: 'late' }), host.settings.timeoutMs)
      return
    case 'disarm':
      return clearTimeout(host.timer)
    case 'fetch-token':
      return void fetchToken(host).then((token) => input(host, { type: 'token', nonce: effect.nonce, token }))
    case 'welcome':
      return welcome(host, effect)
    case 'opened':
      host.requests.open()
      host.remote.update(effect.picture)
      return host.outcome.resolve(host.phone)
    case 'lost':
      host.requests.close(new EmbedError('embed_lost'))
      return host.remote.lose('reconnecting')
    case 'fail':
      return fail(host, effect.code, effect.error)
    case 'remove':
      host.port?.close()
      for (const stop of host.stops) stop()
      return host.frame.remove()
  }
}

async function fetchToken(host: Host): Promise<string | undefined> {
  const first = host.firstToken
  host.firstToken = undefined
  return first ?? host.settings.takeToken().catch(() => undefined)
}

/** To the frame's origin alone: were another page in the frame by now, the browser would keep token and port back. */
function welcome(host: Host, { nonce, token }: HostEffect & { type: 'welcome' }): void {
  host.port?.close()
  const { port1, port2 } = new MessageChannel()
  host.port = port1
  port1.addEventListener('message', ({ data }: MessageEvent) => {
    const message = readFromFrame(data)
    if (message) onMessage(host, nonce, message)
  })
  port1.start()
  const message = welcomeMessage({ nonce, token, options: host.settings.frame })
  host.frame.contentWindow?.postMessage(message, host.origin, [port2])
}

function onMessage(host: Host, nonce: string, message: FromFrame): void {
  const { requests, remote } = host
  if (message.kind === 'ready') return input(host, { type: 'ready', nonce, picture: message.picture })
  if (message.kind === 'refused') return input(host, { type: 'refused', nonce, error: message.error })
  if (host.state.phase !== 'open' || host.state.nonce !== nonce) return
  if (message.kind === 'state') remote.update(message.picture)
  else if (message.kind === 'evt') remote.onEvent(message.name, message.data, message.picture)
  else if (message.kind === 'done') requests.resolve(message.id, message.data)
  else if (message.kind === 'failed') requests.reject(message.id, errorFromWire(message.error))
  else
    void fetchToken(host).then((token) =>
      host.port?.postMessage({ kind: 'told', id: message.id, ...(token !== undefined && { token }) }),
    )
}

function fail(host: Host, code: EmbedErrorCode, wire?: WireError): void {
  const error = errorOf(host, code, wire)
  host.requests.close(error)
  // Before it was open a promise waits; afterwards only the status tells.
  if (host.state.wasOpen) host.remote.lose('disconnected')
  host.outcome.reject(error)
}

function errorOf({ origin }: Host, code: EmbedErrorCode, wire?: WireError): EmbedError {
  const details: Record<string, unknown> = { ...wire?.details }
  if (code === 'embed_microphone_forbidden') {
    const header = microphoneHeader(origin)
    return new EmbedError(code, `The microphone is forbidden in the phone's frame. Send: ${header}`, {
      header,
    })
  }
  if (code === 'embed_failed') details['phone_code'] = wire?.code
  return new EmbedError(code, code === 'embed_failed' ? wire?.message : undefined, details)
}
