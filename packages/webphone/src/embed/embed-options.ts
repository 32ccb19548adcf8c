/** What a host page asks for, checked. */
import { EmbedError } from './embed-error.ts'
import type { FrameOptions } from './protocol.ts'

export interface EmbedOptions extends FrameOptions {
  /** Selector or element that receives the iframe, which is 380 × 560 until your style sheet says otherwise. */
  mount: string | Element
  /** Origin (and optional path) of the back end, as for `ZorioWebphone.connect`. */
  apiBase: string
  /**
   * `embed_token` of `POST /api/webphone/embed-token`, asked by your server. A function is called for each load of the frame, and
   * when the session of 12 h has ended: tokens are good once. It never stands in a URL.
   */
  token: string | (() => Promise<string>)
  /** `title` of the iframe, for screen readers. Default `Zorio Webphone`. */
  title?: string
  /** Milliseconds until `embedPhone()` gives up. Default 20 000. */
  timeoutMs?: number
}

export interface EmbedSettings {
  readonly target: Element
  readonly base: URL
  /** Undefined when there is no further token. */
  readonly takeToken: () => Promise<string | undefined>
  readonly title: string
  readonly timeoutMs: number
  readonly frame: FrameOptions
}

/** Throws `embed_options`. */
export function readEmbedOptions(options: EmbedOptions): EmbedSettings {
  const { mount, apiBase, token, title = 'Zorio Webphone', timeoutMs = 20_000 } = options
  const target = typeof mount === 'string' ? find(mount) : mount
  if (target?.nodeType !== 1) throw wrong('mount', 'a selector or element of this page')
  if (!URL.canParse(apiBase) || !/^https?:$/.test(new URL(apiBase).protocol))
    throw wrong('apiBase', 'a URL such as https://app.example')
  if (typeof token !== 'function' && (typeof token !== 'string' || token === ''))
    throw wrong('token', 'an embed token, or a function that gives one')
  if (!(timeoutMs > 0)) throw wrong('timeoutMs', 'a number of milliseconds')
  const base = new URL(apiBase)
  if (!base.pathname.endsWith('/')) base.pathname += '/'
  const { theme, locale, autoRegister, audioInput } = options
  const chosen = { theme, locale, autoRegister, audioInput }
  const given = Object.entries(chosen).filter(([, value]) => value !== undefined)
  return { target, base, takeToken: taker(token), title, timeoutMs, frame: Object.fromEntries(given) }
}

function wrong(option: string, wish: string): EmbedError {
  return new EmbedError('embed_options', `The option ${option} must be ${wish}.`, { option })
}

function find(selector: string): Element | null {
  try {
    return document.querySelector(selector)
  } catch {
    return null
  }
}

function taker(token: EmbedOptions['token']): EmbedSettings['takeToken'] {
  if (typeof token === 'function') return async () => (await token()) || undefined
  let rest: string | undefined = token
  return async () => {
    const now = rest
    rest = undefined
    return now
  }
}

/**
 * The page's address for that token. Its claim `frame` names, signed, who may frame the page (`frame-ancestors` of the answer); it is
 * no secret and gives nothing. The token itself goes by message.
 */
export function frameUrl(base: URL, token: string | undefined): URL {
  const url = new URL('webphone-embed', base)
  const ticket = claimsOf(token ?? '')['frame']
  url.searchParams.set('frame', typeof ticket === 'string' ? ticket : '')
  return url
}

function claimsOf(token: string): Readonly<Record<string, unknown>> {
  try {
    const [, payload = ''] = token.split('.')
    const bytes = atob(payload.replaceAll('-', '+').replaceAll('_', '/'))
    const claims: unknown = JSON.parse(bytes)
    return { ...(claims as object) }
  } catch {
    return {}
  }
}
