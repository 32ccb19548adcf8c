import { expect, test, vi } from 'vitest'
import { createFakePhone } from '../ui/testing/fake-phone.ts'
import { errorFromWire } from './embed-error.ts'
import { readFromFrame } from './protocol.ts'
import { createRemotePhone } from './remote-phone.ts'
import { createRequests } from './requests.ts'
import { servePhone } from './serve-phone.ts'
import type { FromFrame } from './protocol.ts'

/** A phone behind a port: everything is cloned and read as it is between two windows, in the same turn. */
function pair() {
  const real = createFakePhone()
  const themes: unknown[] = []
  const onMessage = (message: FromFrame) => {
    const read = readFromFrame(structuredClone(message))
    if (!read) throw new Error(`unreadable: ${JSON.stringify(message)}`)
    if (read.kind === 'state' || read.kind === 'ready') remote.update(read.picture)
    else if (read.kind === 'evt') remote.onEvent(read.name, read.data, read.picture)
    else if (read.kind === 'done') requests.resolve(read.id, read.data)
    else if (read.kind === 'failed') requests.reject(read.id, errorFromWire(read.error))
  }
  const requests = createRequests((message) => served.onMessage(structuredClone(message)))
  const remote = createRemotePhone((method, args, call) =>
    requests.ask((id) => ({ kind: 'req', id, method, args, ...(call !== undefined && { call }) }), 1000),
  )
  const served = servePhone({ phone: real, onUpdate: (one) => themes.push(one), send: onMessage })
  return { real, remote, phone: remote.phone, requests, served, themes }
}

test('the picture is there with ready, and the same object until something changes', () => {
  const { real, phone } = pair()
  expect(phone).toMatchObject({ status: 'registered', extension: '1001', displayName: 'Lê Thu Hà' })
  expect(phone.getSnapshot()).toBe(phone.getSnapshot())
  let told = 0
  const stop = phone.subscribe(() => (told += 1))
  real.change({ status: 'stale' })
  expect([phone.status, told]).toEqual(['stale', 1])
  stop()
  real.change({ status: 'registered' })
  expect(told).toBe(1)
})

test('events come with the picture of their moment; a call is one object through its life', async () => {
  const { real, phone } = pair()
  const seen: unknown[] = []
  phone.on('incoming_call', ({ call, contact }) =>
    seen.push(['incoming', call.state, contact, phone.calls.includes(call)]),
  )
  phone.on('call_hangup', ({ call, reason, billsec }) =>
    seen.push(['hangup', reason, billsec, call.billsec, call.state]),
  )
  const ringing = real.ring({ number: '0987654321', contact: { id: 7, full_name: 'Nguyễn An' } })
  const [call] = phone.calls
  expect(seen).toEqual([['incoming', 'ringing', { id: 7, full_name: 'Nguyễn An' }, true]])
  await call?.answer()
  expect([ringing.asked, call?.state]).toEqual([['answer'], 'answered'])
  real.end(ringing, 'normal_clearing', 12)
  expect(seen[1]).toEqual(['hangup', 'normal_clearing', 12, 12, 'ended'])
  expect(phone.calls).toEqual([])
  expect(call?.getSnapshot()).toMatchObject({ state: 'ended' })
})

test('all methods arrive with their arguments, and results and errors come back', async () => {
  const { real, phone, themes } = pair()
  const call = await phone.call('0987654321', { campaignId: 4 })
  const other = await phone.call('1002')
  await call.hold()
  await call.unhold()
  await call.mute()
  await call.unmute()
  await call.sendDtmf('12#', { via: 'info' })
  await call.transfer('1003')
  await call.transferTo(other)
  expect(real.calls[0]?.asked).toEqual([
    ...['hold', 'unhold', 'mute', 'unmute', 'sendDtmf 12#', 'transfer 1003'],
    `transferTo ${other.uuid}`,
  ])
  await phone.setAudioInput('mic')
  await phone.setAudioOutput('out')
  await phone.setRingOutput('ring')
  await phone.unlockAudio()
  phone.silenceRing?.()
  real.setDevices([{ kind: 'audioinput', deviceId: 'mic', label: 'Micro' }])
  expect(await phone.listDevices()).toEqual([{ kind: 'audioinput', deviceId: 'mic', label: 'Micro' }])
  expect(real.asked).toEqual(
    expect.arrayContaining(['setAudioInput mic', 'setAudioOutput out', 'setRingOutput ring', 'unlockAudio']),
  )
  real.refuseNext('not_registered')
  await expect(phone.call('1')).rejects.toMatchObject({
    name: 'ZorioWebphoneError',
    code: 'not_registered',
    retryable: true,
    remedy: expect.stringContaining('registered') as unknown,
  })
  await call.hangup()
  await expect(call.hold()).rejects.toMatchObject({ code: 'invalid_state' })
  expect(themes).toEqual([])
})

test('an offer to take a call back keeps its methods', async () => {
  const { real, phone } = pair()
  const asked: string[] = []
  const call = real.addCall({ number: '0987654321' })
  const taken: unknown[] = []
  phone.on('call_recoverable', ({ offer }) => {
    taken.push(offer.number)
    void offer.takeBack().then((again) => {
      taken.push(again.uuid)
      return offer.hangup()
    })
  })
  const { uuid, number, displayName, direction, createdAt, isHeld, isMuted } = call
  real.emit('call_recoverable', {
    offer: {
      ...{ uuid, number, displayName, direction, createdAt, isHeld, isMuted, answeredAt: 1, expiresAt: 2 },
      takeBack: async () => call,
      hangup: async () => void asked.push('hangup'),
    },
  })
  await vi.waitFor(() => expect(asked).toEqual(['hangup']))
  expect(taken).toEqual(['0987654321', uuid])
})

test('only listed methods, only with arguments of the right shape', async () => {
  const { requests, themes } = pair()
  const ask = (message: object) => requests.ask((id) => ({ kind: 'req', id, args: [], ...message }), 1000)
  for (const method of ['constructor', 'on', '__proto__', 'toString', 'emit', 'subscribe'])
    await expect(ask({ method })).rejects.toMatchObject({ code: 'embed_version' })
  for (const args of [[1], [{}], ['9200', 'no object']])
    await expect(ask({ method: 'call', args })).rejects.toMatchObject({ code: 'invalid_options' })
  await expect(ask({ method: 'answer', call: 'nobody' })).rejects.toMatchObject({ code: 'invalid_state' })
  await expect(ask({ method: 'update', args: [{ theme: 'pink' }] })).rejects.toMatchObject({
    code: 'invalid_options',
  })
  await ask({ method: 'update', args: [{ theme: 'dark' }] })
  expect(themes).toEqual([{ theme: 'dark' }])
})

test('the error event carries an error; a handler that throws harms only itself', () => {
  const { real, phone } = pair()
  const complaint = vi.spyOn(console, 'error').mockImplementation(() => {})
  const codes: string[] = []
  phone.on('error', () => {
    throw new Error('mine')
  })
  phone.once('error', (error) => codes.push(`${error instanceof Error} ${error.code}`))
  real.fail('microphone_denied')
  real.fail('microphone_denied')
  expect(codes).toEqual(['true microphone_denied'])
  expect(complaint).toHaveBeenCalledTimes(2)
  complaint.mockRestore()
  expect(() => phone.on('nothing' as 'error', () => {})).toThrow(TypeError)
})

test('a lost frame: requests fail with a code, calls leave, the status tells', async () => {
  vi.useFakeTimers()
  const { real, remote, phone, requests } = pair()
  real.ring({ number: '1' })
  const silent = requests.ask(() => ({ kind: 'later' }), 1000)
  const late = expect(silent).rejects.toMatchObject({ code: 'embed_timeout' })
  await vi.advanceTimersByTimeAsync(1001)
  await late
  vi.useRealTimers()
  const statuses: string[] = []
  phone.on('status_changed', ({ status }) => statuses.push(status))
  requests.close(new Error('gone'))
  remote.lose('reconnecting')
  await expect(phone.register()).rejects.toThrow('gone')
  expect([phone.status, phone.calls, statuses]).toEqual(['reconnecting', [], ['reconnecting']])
})

test('billsec runs on our own clock from the answer, and stands still after the end', () => {
  const now = vi.spyOn(performance, 'now').mockReturnValue(10_000)
  const { real, phone } = pair()
  const call = real.addCall({ state: 'answered', answeredAt: 1, billsec: 3 })
  expect(phone.calls[0]?.billsec).toBe(3)
  now.mockReturnValue(12_500)
  expect(phone.calls[0]?.billsec).toBe(5)
  const [kept] = phone.calls
  real.end(call, 'normal_clearing', 6)
  now.mockReturnValue(99_000)
  expect(kept?.billsec).toBe(6)
  now.mockRestore()
})
