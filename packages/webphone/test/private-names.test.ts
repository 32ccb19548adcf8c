/** What the build may shorten must be known to nobody but the core (docs/adr/0014). */
import { readFileSync, readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { privateNames } from '../../../scripts/private-names.mjs'

const root = new URL('../../../', import.meta.url)
const names = privateNames()

describe('private names', () => {
  it('are found at all, each with a short name of its own', () => {
    expect(names.size).toBeGreaterThan(100)
    expect(new Set(names.values()).size).toBe(names.size)
    for (const [name, short] of names) expect(short.length).toBeLessThan(name.length)
  })

  it('hold no name of the public API', () => {
    const folder = new URL('packages/webphone/etc/', root)
    const words = readdirSync(folder).flatMap((file) =>
      readFileSync(new URL(file, folder), 'utf8').match(/\w+/g),
    )
    for (const word of words) expect(names.has(word ?? '')).toBe(false)
  })

  it.each(['connectWith', 'toJSON', 'billsec', 'answeredAt', 'reconnectFailedAfterMs'])(
    'leave %s alone: applications use it',
    (name) => {
      expect(names.has(name)).toBe(false)
    },
  )

  it.each(['sip_status', 'outage_ms', 'timeout_ms', 'attempt', 'option', 'field', 'state', 'reason'])(
    'leave %s alone: `details` of an error',
    (name) => {
      expect(names.has(name)).toBe(false)
    },
  )

  it.each(['credentials_ttl', 'ice_servers', 'full_name', 'challenge'])('leave %s alone: REST', (name) => {
    expect(names.has(name)).toBe(false)
  })

  it.each(['binaryType', 'addEventListener', 'readyState', 'signal', 'persisted', 'referrerPolicy'])(
    'leave %s alone: the DOM',
    (name) => {
      expect(names.has(name)).toBe(false)
    },
  )

  it.each(['createOffer', 'iceRestart', 'telephoneEvents', 'leadTabs', 'microphoneLevel'])(
    'leave %s alone: another part of the SDK says it too',
    (name) => {
      expect(names.has(name)).toBe(false)
    },
  )
})
