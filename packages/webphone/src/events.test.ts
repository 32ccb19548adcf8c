import { describe, expect, it } from 'vitest'
import { eventNames, isEventName } from './events.ts'

describe('events', () => {
  it('[spec 0.1] are the 12 of the specification, in its order, then our own', () => {
    expect(eventNames).toEqual([
      'registered',
      'unregistered',
      'connected',
      'disconnected',
      'incoming_call',
      'call_ringing',
      'call_answered',
      'call_hangup',
      'dtmf',
      'error',
      'auto_reconnect',
      'audio_autoplay_blocked',
      'call_updated',
      'status_changed',
      'call_quality',
      'call_stats',
      'reachability_restored',
      'device_changed',
      'call_recoverable',
    ])
  })

  it.each(['', 'Registered', 'toString', '__proto__', 'constructor', undefined, null, 7])(
    '%j is no event',
    (name) => {
      expect(isEventName(name)).toBe(false)
    },
  )
})
