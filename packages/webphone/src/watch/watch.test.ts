import { describe, expect, it } from 'vitest'
import { callIn, online, talk } from '../testing/scenes.ts'
import { createFakeWorld } from '../testing/fake-phone.ts'
import { watched } from './testing/watched-phone.ts'

describe('a page that goes away', () => {
  it('ends answered and outgoing calls at the back end, and leaves alone what only rings here', async () => {
    const fake = await watched()
    const { call } = await talk(fake)
    await callIn(fake)
    fake.signal('pagehide')
    expect(fake.api.asked).toEqual([
      {
        ...{ path: `api/webphone/calls/${call.uuid}/hangup`, method: 'POST', keepalive: true },
        body: expect.stringMatching(/^\{"bye":"BYE sip:/),
      },
    ])
  })

  it('asks nothing without calls, and nothing when it is only hidden', async () => {
    const fake = await watched()
    fake.signal('pagehide')
    fake.signal('pageshow')
    await fake.clock.advance(100)
    await talk(fake)
    fake.signal('hidden')
    expect(fake.api.asked.filter(({ method }) => method === 'POST')).toEqual([])
  })
})

describe('reachability', () => {
  const record = (more: object) => ({
    uuid: 'u',
    direction: 'internal',
    source_type: 'internal',
    caller_number: '1002',
    destination_number: '1001',
    extension_number: '1002',
    start_time: '2026-11-22T10:00:00.000+07:00',
    answer_time: null,
    end_time: '2026-11-22T10:00:20.000+07:00',
    duration: 20,
    billsec: 0,
    result: 'no_answer',
    hangup_cause: 'NO_ANSWER',
    ...more,
  })

  it('tells after an outage how long it was and which calls were missed', async () => {
    const fake = await watched()
    const fromOutside = { direction: 'inbound', destination_number: '02871000000', extension_number: '1001' }
    fake.api.answer = {
      data: [
        record({ uuid: 'internal' }),
        record({ uuid: 'outside', ...fromOutside }),
        record({ uuid: 'answered', answer_time: '2026-11-22T10:00:01.000+07:00' }),
        record({ uuid: 'ours', direction: 'outbound', extension_number: '1001' }),
        record({ uuid: 'of another', destination_number: '1003' }),
        { uuid: 'hostile' },
        null,
      ],
    }
    await fake.clock.advance(10_000)
    const at = fake.clock.wallTime()
    const { onOpen } = fake.sockets
    fake.sockets.onOpen = (socket) => queueMicrotask(() => socket.close('refused'))
    fake.sockets.latest.close()
    await fake.clock.advance(20_000)
    fake.sockets.onOpen = onOpen
    await fake.clock.advance(30_000)
    expect(fake.phone.status).toBe('registered')
    const [told, ...more] = fake.all('reachability_restored')
    expect(more).toEqual([])
    expect(told).toMatchObject({ missed: [{ uuid: 'internal' }, { uuid: 'outside' }] })
    expect((told as { blind_ms: number }).blind_ms).toBeGreaterThanOrEqual(20_000)
    const query = new URLSearchParams(fake.api.asked[0]?.path.split('?')[1])
    expect(Date.parse(query.get('from') ?? '')).toBeLessThanOrEqual(at)
  })

  it('a back end that does not tell its records is no proof that nobody called', async () => {
    for (const [answer, isUnknown] of [
      [undefined, true],
      [{ data: [] }, undefined],
    ] as const) {
      const fake = await watched()
      fake.api.answer = answer
      fake.sockets.latest.close()
      await fake.clock.advance(30_000)
      const [told] = fake.all('reachability_restored') as { missed: unknown[]; missed_unknown?: true }[]
      expect([told?.missed, told?.missed_unknown]).toEqual([[], isUnknown])
    }
  })

  it('two outages in a row are told as one: the first is not forgotten for the second', async () => {
    const fake = await watched()
    const lostAt = fake.clock.wallTime()
    for (let outage = 0; outage < 2; outage += 1) {
      fake.sockets.latest.close()
      await fake.clock.advance(10)
      for (let n = 0; n < 50 && fake.phone.status !== 'registered'; n += 1) await fake.clock.advance(100)
    }
    expect(fake.all('reachability_restored')).toEqual([])
    await fake.clock.advance(10_000)
    expect(fake.all('reachability_restored')).toHaveLength(1)
    const query = new URLSearchParams(fake.api.asked[0]?.path.split('?')[1])
    expect(Date.parse(query.get('from') ?? '')).toBeLessThanOrEqual(lostAt)
  })

  it('also after sleep on a socket that lived on; not after unregister() or a look at another tab', async () => {
    const fake = await watched()
    await fake.phone.unregister()
    await fake.clock.advance(300_000)
    await fake.phone.register()
    fake.signal('hidden')
    await fake.clock.advance(30_000)
    fake.signal('visible')
    await fake.clock.advance(5000)
    expect(fake.all('reachability_restored')).toEqual([])
    await fake.clock.sleep(600_000)
    fake.signal('resume')
    await fake.clock.advance(30_000)
    expect(fake.all('reachability_restored')).toHaveLength(1)
  })

  it('says nothing after disconnect()', async () => {
    const fake = await watched()
    fake.sockets.latest.close()
    await fake.clock.advance(2000)
    await Promise.all([fake.phone.disconnect(), fake.clock.advance(3000)])
    await fake.clock.advance(10_000)
    expect(fake.all('reachability_restored')).toEqual([])
    expect(fake.clock.pendingTimers).toBe(0)
  })
})

describe('audio that stops', () => {
  it('asks a dead socket at once: its end is known before 5 s, and no restart is lost in it', async () => {
    const fake = await watched()
    const { call } = await talk(fake)
    await fake.clock.advance(1100)
    fake.sockets.latest.silence()
    fake.media.latest.tell({ type: 'connection', state: 'interrupted' })
    await fake.clock.advance(4500)
    expect(fake.names()).toContain('disconnected')
    expect([call.state, call.media]).toEqual(['answered', 'interrupted'])
  })
})

describe('devices', () => {
  it('a lost microphone: told, and the next good one is taken; the chosen one again when it is back', async () => {
    const fake = await watched({ audioInputDeviceId: 'headset' })
    await talk(fake)
    fake.devices.plug('in default', 'in camera')
    fake.media.latest.tell({ type: 'input-lost' })
    await fake.clock.advance(10)
    expect(fake.all('error')).toMatchObject([{ code: 'microphone_lost' }])
    expect(fake.devices.taken).toEqual(['in default'])
    expect(fake.all('device_changed')).toEqual([{ kind: 'audioinput', device_id: 'default' }])
    fake.devices.plug('in default', 'in camera', 'in headset')
    fake.devices.changed()
    await fake.clock.advance(10)
    expect(fake.devices.taken).toEqual(['in default', 'in headset'])
  })

  it('nothing to take: the call lives and the microphone that comes is taken', async () => {
    const fake = await watched()
    const { call } = await talk(fake)
    fake.media.latest.tell({ type: 'input-lost' })
    await fake.clock.advance(10)
    expect([call.state, ...fake.devices.taken]).toEqual(['answered'])
    fake.devices.plug('in new')
    fake.devices.changed()
    await fake.clock.advance(10)
    expect(fake.devices.taken).toEqual(['in new'])
  })

  it('a refused microphone is asked for once', async () => {
    const fake = await watched()
    await talk(fake)
    fake.devices.plug('in default')
    fake.devices.refuse()
    fake.media.latest.tell({ type: 'input-lost' })
    await fake.clock.advance(60_000)
    expect(fake.devices.taken).toEqual(['in default'])
    expect(fake.all('device_changed')).toEqual([])
  })

  it('the chosen output vanished: the default one plays, until it is back', async () => {
    const fake = await watched()
    fake.devices.plug('out default', 'out headset')
    await fake.phone.setAudioOutput('headset')
    await talk(fake)
    fake.devices.plug('out default')
    fake.devices.changed()
    await fake.clock.advance(10)
    fake.devices.plug('out default', 'out headset')
    fake.devices.changed()
    await fake.clock.advance(10)
    expect(fake.devices.taken).toEqual(['out headset', 'out default', 'out headset'])
  })

  it('a further device in the list changes nothing, nor does any outside of a call', async () => {
    const fake = await watched({ audioOutputDeviceId: 'gone' })
    fake.devices.plug('out default', 'in default')
    fake.devices.changed()
    await fake.clock.advance(10)
    await fake.phone.setAudioOutput('default')
    await talk(fake)
    fake.devices.plug('out default', 'in default', 'in more', 'out more')
    fake.devices.changed()
    await fake.clock.advance(10)
    expect(fake.devices.taken).toEqual(['out default'])
  })
})

describe('without the watch', () => {
  it('a phone works when it cannot be fetched, and asks again with the next registration', async () => {
    const world = createFakeWorld()
    let asked = 0
    const loadWatch = () => ((asked += 1), Promise.reject(new Error('no such file')))
    const scene = await online({}, { ...world, ports: { ...world.ports, loadWatch } })
    scene.sockets.latest.close()
    await scene.clock.advance(3000)
    expect([scene.phone.status, asked]).toEqual(['registered', 2])
  })
})
