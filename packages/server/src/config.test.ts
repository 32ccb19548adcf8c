import { expect, test } from 'vitest'
import { readConfig } from './config.ts'

test('without options: 8080 on loopback, memory, own PBX, audio straight between the browsers', () => {
  expect(readConfig([], {})).toMatchObject({
    port: 8080,
    host: '127.0.0.1',
    json: false,
    db: ':memory:',
    media: 'direct',
    engine: 'pbx',
    'credentials-ttl': 3600,
    stun: [],
    turn: [],
  })
})

test('options as given, some of them several times, secrets from the environment', () => {
  const args = [
    '--port',
    '0',
    '--json',
    '--media=relay',
    '--stun',
    'stun:a',
    '--turn',
    'turn:b',
    '--turn',
    'turns:c',
  ]
  expect(readConfig(args, { ZORIO_TURN_SECRET: 's', ZORIO_AUTH_SECRET: 'a' })).toMatchObject({
    port: 0,
    json: true,
    media: 'relay',
    stun: ['stun:a'],
    turn: ['turn:b', 'turns:c'],
    'turn-secret': 's',
    'auth-secret': 'a',
  })
})

test.each([
  [['--port', 'x'], '--port: must be a number'],
  [['--port', '70000'], '--port: must be 0 to 65535'],
  [['--media', 'both'], '--media: '],
  [['--turn', 'turn:a'], '--turn-secret: is needed with --turn'],
  [['--stun', 'http://a'], '--stun: must be a URL such as stun:'],
  [['--engine', 'kamailio'], '--engine: kamailio needs --wss-url and --auth-secret'],
  [['--domain', 'a b'], '--domain: must be a host name'],
  [['--nonsense'], '--nonsense'],
  [['extra'], 'extra'],
])('%j is refused: %s', (args, message) => {
  expect(() => readConfig(args, {})).toThrow(message)
})

test('a trusted proxy is an address or a network', () => {
  const args = ['--trusted-proxy', '10.0.0.0/8', '--trusted-proxy', '::1']
  expect(readConfig(args, {})['trusted-proxy']).toEqual(['10.0.0.0/8', '::1'])
  expect(() => readConfig(['--trusted-proxy', 'nginx'], {})).toThrow(/--trusted-proxy: must be an address/)
})
