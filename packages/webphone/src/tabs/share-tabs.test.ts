import { describe, expect, it } from 'vitest'
import { callIn, firstCall, talk } from '../testing/scenes.ts'
import { connectFakePhone, createFakeWorld } from '../testing/fake-phone.ts'
import { createFakeChannels, createTabs, soon } from './testing/fake-tabs.ts'
import { readMessage } from './tab-messages.ts'
import type { FakeTab } from './testing/fake-tabs.ts'

async function twoTabs() {
  const tabs = createTabs()
  const leader = await tabs.open()
  const other = await tabs.open()
  const both = async (ms?: number) => {
    await leader.settle(ms)
    await other.settle(ms)
    await leader.settle(0)
  }
  await both()
  return { tabs, leader, other, both }
}

async function ringing(tabs: Awaited<ReturnType<typeof twoTabs>>) {
  const leg = await callIn(tabs.leader, {}, 500)
  await tabs.both(0)
  return { leg, call: firstCall(tabs.leader), mirrored: firstCall(tabs.other) }
}

const eventsOf = ({ events }: FakeTab, ...names: string[]) =>
  events.map(([name]) => name).filter((name) => names.includes(name))
const callEvents = ['incoming_call', 'call_ringing', 'call_answered', 'call_updated', 'call_hangup', 'dtmf']

describe('a tab that does not lead', () => {
  it('shows the status and the calls of the one that does', async () => {
    const { leader, other } = await twoTabs()
    expect([leader.phone.isLeading, other.phone.isLeading]).toEqual([true, false])
    expect(other.phone.status).toBe('registered')
    expect(other.phone.getSnapshot()).toMatchObject({ status: 'registered', extension: '1001', calls: [] })
    expect(eventsOf(other, 'registered')).toEqual([])
  })

  it('tells an incoming call and answers it; one ring, in the leading tab', async () => {
    const all = await twoTabs()
    const { leader, other, both } = all
    const { mirrored, call } = await ringing(all)
    expect(mirrored).toMatchObject({ uuid: call.uuid, number: '0987654321', state: 'ringing' })
    expect([leader.media.isRinging, other.media.isRinging]).toEqual([true, false])
    const answered = mirrored.answer()
    await both(100)
    await both(100)
    await answered
    expect([call.state, mirrored.state, leader.media.isRinging]).toEqual(['answered', 'answered', false])
    expect(eventsOf(other, ...callEvents)).toEqual(
      expect.arrayContaining(['incoming_call', 'call_ringing', 'call_answered']),
    )
    expect(eventsOf(other, 'incoming_call', 'call_answered')).toHaveLength(2)
    expect(other.media.sessions).toEqual([])
  })

  it('mutes, hangs up; the end is told once, with reason and billsec', async () => {
    const all = await twoTabs()
    const { leader, other, both } = all
    const { call } = await talk(leader)
    await both(0)
    const mirrored = firstCall(other)
    await Promise.all([mirrored.mute(), both()])
    expect([call.isMuted, mirrored.isMuted]).toEqual([true, true])
    await leader.clock.advance(3000)
    await Promise.all([mirrored.hangup(), both()])
    expect(other.phone.calls).toEqual([])
    expect(other.last('call_hangup')).toMatchObject({ reason: 'normal_clearing', billsec: 3 })
    expect(eventsOf(other, 'call_hangup')).toHaveLength(1)
  })

  it('dials through the leading tab; refusals keep their code', async () => {
    const { leader, other, both } = await twoTabs()
    const dialled = other.phone.call('0912345678', { leadId: 7 })
    await both()
    await both()
    expect((await dialled).uuid).toBe(firstCall(leader).uuid)
    const invite = leader.pbx.find('incoming')?.request.headers.find(({ name }) => name === 'X-Lead-Id')
    expect(invite?.value).toBe('7')
    const refused = expect(other.phone.call('abc')).rejects.toMatchObject({ code: 'invalid_number' })
    await both()
    await refused
    const late = expect(firstCall(other).sendDtmf('1')).rejects.toMatchObject({ code: 'invalid_state' })
    await both()
    await late
  })

  it('registers and unregisters the one phone, and is none itself', async () => {
    const { leader, other, both } = await twoTabs()
    const left = other.phone.unregister()
    await both(100)
    await both(100)
    await left
    expect([leader.phone.status, other.phone.status]).toEqual(['unregistered', 'unregistered'])
    const back = other.phone.register()
    await both(100)
    await both(100)
    await back
    expect([leader.phone.status, other.phone.status]).toEqual(['registered', 'registered'])
    expect(other.sockets.latest.sent.filter((frame) => frame.startsWith('REGISTER'))).toEqual([])
  })

  it('hears digits once', async () => {
    const { leader, other, both } = await twoTabs()
    await talk(leader)
    leader.media.latest.tell({ type: 'digit', digit: '5' })
    await both(0)
    expect(other.last('dtmf')).toMatchObject({ digit: '5', source: 'rtp' })
    expect([eventsOf(other, 'dtmf').length, firstCall(other).receivedDigits]).toEqual([1, '5'])
  })

  it('comes in the middle of a call: shows it and tells nothing of the past', async () => {
    const { tabs, leader } = await twoTabs()
    await talk(leader)
    const third = await tabs.open()
    await leader.settle(0)
    await third.settle(0)
    expect(firstCall(third)).toMatchObject({ state: 'answered' })
    expect(eventsOf(third, ...callEvents)).toEqual([])
  })
})

describe('the leading tab goes', () => {
  it('a crash: the next one is registered, what was asked is refused, its calls are over', async () => {
    const all = await twoTabs()
    const { leader, other } = all
    await talk(leader)
    await all.both(0)
    const mirrored = firstCall(other)
    leader.crash()
    const asked = expect(mirrored.hold()).rejects.toMatchObject({ code: 'not_registered' })
    await other.settle(100)
    await asked
    expect([other.phone.isLeading, other.phone.status]).toEqual([true, 'registered'])
    expect(other.phone.calls).toEqual([])
    expect(other.last('call_hangup')).toMatchObject({ reason: 'normal_temporary_failure' })
  })

  it('disconnect(): the same, and nothing is left open', async () => {
    const channels = createFakeChannels()
    const tabs = createTabs(channels.openChannel)
    const [leader, other] = [await tabs.open(), await tabs.open()]
    await Promise.all([leader.phone.disconnect(), leader.clock.advance(3000)])
    await other.settle(100)
    expect(other.phone.status).toBe('registered')
    await Promise.all([other.phone.disconnect(), other.clock.advance(3000)])
    expect([channels.openCount(), other.clock.pendingTimers]).toEqual([0, 0])
  })

  it('a tab that hangs is given 2 s to say that it was asked', async () => {
    const { leader, other } = await twoTabs()
    leader.hang()
    const asked = expect(other.phone.call('1002')).rejects.toMatchObject({ code: 'not_registered' })
    await other.clock.advance(2000)
    await asked
  })
})

describe('where a browser refuses', () => {
  it('channels: one leads, the others are unregistered as before', async () => {
    const tabs = createTabs(() => {
      throw new DOMException('denied', 'SecurityError')
    })
    const [leader, other] = [await tabs.open(), await tabs.open()]
    expect([leader.phone.status, other.phone.status]).toEqual(['registered', 'unregistered'])
  })

  it('the code for it cannot be fetched: it registers', async () => {
    const world = createFakeWorld()
    const leadTabs = () => Promise.reject(new Error('no such file'))
    const fake = await connectFakePhone({ ...world, ports: { ...world.ports, leadTabs } })
    await world.clock.advance(100)
    await soon()
    expect(fake.phone.status).toBe('registered')
  })
})

describe('messages', () => {
  const state = {
    ...{ version: 1, type: 'state', leader: 'a', calls: [] },
    phone: { status: 'registered', reconnect: null, isAudioBlocked: false },
  }
  it('a good one is read', () => expect(readMessage(state)).toBe(state))
  it.each([
    null,
    'state',
    [],
    {},
    { ...state, version: 2 },
    { ...state, type: 'constructor' },
    { ...state, leader: {} },
    { ...state, phone: { ...state.phone, status: 'fine' } },
    { ...state, calls: Array.from({ length: 17 }, () => ({})) },
    { ...state, calls: [{ snapshot: { uuid: 'x' }, billsec: 0 }] },
    { version: 1, type: 'command', id: 'a', act: 'hangup', uuid: 'u', args: [1, 2, 3, 4, 5] },
    { version: 1, type: 'done', id: 'a', uuid: 'u', error: { code: 5 } },
    Object.create({ version: 1, type: 'hello' }),
  ])('%j is not', (value) => {
    if (value !== null && typeof value === 'object' && 'type' in value && value.type === 'hello') return
    expect(readMessage(value)).toBeUndefined()
  })
})
