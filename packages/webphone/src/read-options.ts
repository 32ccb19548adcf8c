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

const choices = {
  layout: ['docked', 'overlay', 'fullscreen'],
  theme: ['light', 'dark', 'auto'],
  locale: ['vi', 'en'],
  audioInput: ['microphone', 'tone'],
  iceTransportPolicy: ['all', 'relay'],
} as const

const kinds = {
  autoRegister: 'boolean',
  debug: 'boolean',
  onError: 'function',
  tokenResolver: 'function',
  ringtoneUrl: 'string',
  audioInputDeviceId: 'string',
  audioOutputDeviceId: 'string',
  dtmfWorkerUrl: 'string',
} as const

const durations = ['reconnectFailedAfterMs', 'contactLookupMs', 'callSurvivalMs'] as const

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
  checkChoices(options)
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

function checkChoices(options: ConnectOptions): void {
  const fields = new Map<string, unknown>(Object.entries(options))
  for (const [name, allowed] of Object.entries(choices)) {
    const value = fields.get(name)
    if (value !== undefined && !allowed.some((one) => one === value))
      throw invalid(name, `one of ${allowed.join(', ')}`)
  }
  for (const [name, kind] of Object.entries(kinds)) {
    const value = fields.get(name)
    if (value !== undefined && typeof value !== kind) throw invalid(name, `a ${kind}`)
  }
  for (const name of durations) {
    const value = options[name]
    const isGood = value === undefined || (Number.isFinite(value) && value >= 0 && value <= 86_400_000)
    if (!isGood) throw invalid(name, 'milliseconds from 0 to 86400000')
  }
}
