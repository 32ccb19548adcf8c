import { describe, expect, it } from 'vitest'
import { readOptions } from './read-options.ts'

const good = { apiBase: 'https://crm.example', token: 'abc' }

describe('connect options', () => {
  it('has defaults and copies what it was given', () => {
    const given = { ...good, debug: true }
    const settings = readOptions(given)
    given.debug = false
    expect(settings).toMatchObject({
      debug: true,
      autoRegister: true,
      audioInput: 'microphone',
      reconnectFailedAfterMs: 300_000,
      contactLookupMs: 400,
      callSurvivalMs: 300_000,
    })
  })

  const bad: [string, unknown][] = [
    ['options', undefined],
    ['options', null],
    ['options', 'x'],
    ['apiBase', { token: 'a' }],
    ['apiBase', { ...good, apiBase: 'http://crm.example' }],
    ['token', { apiBase: good.apiBase }],
    ['token', { ...good, token: {} }],
    ['token', { ...good, token: 'a\r\nb' }],
    ['token', { ...good, token: 'x'.repeat(10_000) }],
    ['layout', { ...good, layout: 'inline' }],
    ['theme', { ...good, theme: 1 }],
    ['locale', { ...good, locale: 'fr' }],
    ['audioInput', { ...good, audioInput: 'file' }],
    ['iceTransportPolicy', { ...good, iceTransportPolicy: 'none' }],
    ['autoRegister', { ...good, autoRegister: 'yes' }],
    ['tokenResolver', { ...good, tokenResolver: 'x' }],
    ['onError', { ...good, onError: {} }],
    ['contactLookupMs', { ...good, contactLookupMs: -1 }],
    ['contactLookupMs', { ...good, contactLookupMs: Number.NaN }],
    ['callSurvivalMs', { ...good, callSurvivalMs: '5' }],
    ['reconnectFailedAfterMs', { ...good, reconnectFailedAfterMs: Infinity }],
  ]
  it.each(bad)('names the option %s', (option, given) => {
    expect(() => readOptions(given)).toThrow(
      expect.objectContaining({ code: 'invalid_options', details: { option } }),
    )
  })
})
