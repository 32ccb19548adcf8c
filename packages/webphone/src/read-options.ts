/** Options as the host gave them: checked, and copied once, so that later changes by the host change nothing. */
import { isToken, readApiBase } from './api/api-base.ts'
import { ZorioWebphoneError } from './errors.ts'
import type { ConnectOptions } from './options.ts'

export interface PhoneSettings extends ConnectOptions {
  readonly base: URL
  readonly autoRegister: boolean
  readonly audioInput: 'microphone' | 'tone'
  readonly reconnectFailedAfterMs: number
  readonly contactLookupMs: number
  readonly callSurvivalMs: number
}

/** What an option may be: one of some words, or of a type; `number` is a duration. */
const kinds: Readonly<Record<string, readonly string[] | string>> = {
  layout: ['docked', 'overlay', 'fullscreen'],
  theme: ['light', 'dark', 'auto'],
  locale: ['vi', 'en'],
  audioInput: ['microphone', 'tone'],
  iceTransportPolicy: ['all', 'relay'],
  tabs: ['independent', 'shared'],
  autoRegister: 'boolean',
  debug: 'boolean',
  onError: 'function',
  tokenResolver: 'function',
  ringtoneUrl: 'string',
  audioInputDeviceId: 'string',
  audioOutputDeviceId: 'string',
  dtmfWorkerUrl: 'string',
  socketUrl: 'string',
  reconnectFailedAfterMs: 'number',
  contactLookupMs: 'number',
  callSurvivalMs: 'number',
}
const longestMs = 86_400_000

function invalid(option: string, wish: string): ZorioWebphoneError {
  return new ZorioWebphoneError('invalid_options', `The option ${option} must be ${wish}.`, {
    details: { option },
  })
}

/** Throws `invalid_options`, which names the option. */
export function readOptions(given: unknown): PhoneSettings {
  if (typeof given !== 'object' || given === null) throw invalid('options', 'an object')
  const options: ConnectOptions = { ...(given as ConnectOptions) }
  const base = readApiBase(options.apiBase)
  if (!base) throw invalid('apiBase', 'an https URL (http on loopback) without user, query and fragment')
  if (!isToken(options.token)) throw invalid('token', 'a bearer token')
  checkKinds(options)
  return {
    ...options,
    base,
    autoRegister: options.autoRegister ?? true,
    audioInput: options.audioInput ?? 'microphone',
    reconnectFailedAfterMs: options.reconnectFailedAfterMs ?? 300_000,
    contactLookupMs: options.contactLookupMs ?? 400,
    callSurvivalMs: options.callSurvivalMs ?? 300_000,
  }
}

function checkKinds(options: ConnectOptions): void {
  for (const [name, value] of Object.entries(options)) {
    const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined
    if (!kind || value === undefined) continue
    if (typeof kind !== 'string') {
      if (!kind.includes(value)) throw invalid(name, `one of ${kind.join(', ')}`)
    } else if (typeof value !== kind) throw invalid(name, `a ${kind}`)
    else if (kind === 'number' && !(value >= 0 && value <= longestMs))
      throw invalid(name, `milliseconds from 0 to ${longestMs}`)
  }
}
