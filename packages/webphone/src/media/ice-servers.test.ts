import { describe, expect, it } from 'vitest'
import { bestCandidateKind, usableIceServers } from './ice-servers.ts'

const credential = { username: 'u', credential: 'c' }

describe('usableIceServers', () => {
  it.each([
    'stun:stun.example',
    'stun:stun.example:3478',
    'stuns:stun.example:5349',
    'turn:turn.example:3478?transport=udp',
    'turns:turn.example?transport=tcp',
    'turn:[2001:db8::1]:3478',
    'TURN:192.0.2.1',
  ])('takes %s', (url) => {
    expect(usableIceServers([{ urls: [url], ...credential }])).toEqual([{ urls: [url], ...credential }])
  })

  it.each([
    '',
    'http://x',
    'stun:',
    'stun:a b',
    'stun:x?transport=udp',
    'turn:x?transport=sctp',
    'turn:x:port',
    'stun://x',
  ])('drops %j', (url) => {
    expect(usableIceServers([{ urls: [url], ...credential }])).toEqual([])
  })

  it('drops TURN without a credential and keeps the STUN beside it', () => {
    expect(usableIceServers([{ urls: ['turn:a', 'stun:a'] }, { urls: ['turn:a'], username: 'u' }])).toEqual([
      { urls: ['stun:a'] },
    ])
  })

  it('takes ten servers and twenty addresses at most', () => {
    const many = Array.from({ length: 30 }, (_, index) => ({ urls: [`stun:h${index}`] }))
    expect(usableIceServers(many)).toHaveLength(10)
    const urls = Array.from({ length: 50 }, (_, index) => `stun:h${index}`)
    expect(usableIceServers([{ urls }])[0]?.urls).toHaveLength(20)
  })
})

describe('bestCandidateKind', () => {
  it.each([
    [[], 'host'],
    [[{ urls: ['stun:a'] }], 'srflx'],
    [[{ urls: ['stun:a'] }, { urls: ['turns:a'] }], 'relay'],
  ])('%j gives %s', (servers, expected) => {
    expect(bestCandidateKind(servers)).toBe(expected)
  })
})
