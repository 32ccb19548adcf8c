import { describe, expect, it, vi } from 'vitest'
import { createApiClient } from './api-client.ts'
import { fakeConfig } from '../testing/fake-api.ts'
import { readApiBase } from './api-base.ts'

const signal = new AbortController().signal
const base = new URL('https://crm.example/base/')

function client(
  answer: (url: string, init: RequestInit) => Response | Promise<Response>,
  resolver?: () => Promise<string>,
) {
  const asked: { url: string; init: RequestInit }[] = []
  const api = createApiClient({
    base,
    token: 'canary-token',
    tokenResolver: resolver,
    fetch: async (url, init = {}) => {
      const text = url instanceof Request ? url.url : url.toString()
      asked.push({ url: text, init })
      return answer(text, init)
    },
  })
  return { api, asked }
}

const json = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status })

describe('sip-config', () => {
  it('asks with the token, for this origin only, and reads the body', async () => {
    const { api, asked } = client(() => json({ data: { ...fakeConfig, extra: 1 } }))
    await expect(api.fetchSipConfig({ signal })).resolves.toEqual(fakeConfig)
    expect(asked[0]?.url).toBe('https://crm.example/base/api/webphone/sip-config')
    expect(asked[0]?.init).toMatchObject({
      headers: { Authorization: 'Bearer canary-token' },
      redirect: 'error',
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
    })
  })

  const without = (field: string) => {
    const rest: Record<string, unknown> = { ...fakeConfig }
    delete rest[field]
    return rest
  }
  const wrong: [string, unknown][] = [
    // The only one that may be absent.
    ...Object.keys(fakeConfig)
      .filter((field) => field !== 'call_reports')
      .map((field): [string, unknown] => [field, without(field)]),
    ['extension', { ...fakeConfig, extension: 1001 }],
    ['extension', { ...fakeConfig, extension: '1@evil' }],
    ['display_name', { ...fakeConfig, display_name: 'a\r\nVia: x' }],
    ['domain', { ...fakeConfig, domain: 'pbx.example;x' }],
    ['password', { ...fakeConfig, password: 'a b' }],
    ['credentials_ttl', { ...fakeConfig, credentials_ttl: -1 }],
    ['credentials_ttl', { ...fakeConfig, credentials_ttl: '60' }],
    ['credentials_ttl', { ...fakeConfig, credentials_ttl: 1e308 }],
    ['keepalive_seconds', { ...fakeConfig, keepalive_seconds: 120 }],
    ['register_expires', { ...fakeConfig, register_expires: null }],
    ['ice_transport_policy', { ...fakeConfig, ice_transport_policy: 'none' }],
    ['ice_servers', { ...fakeConfig, ice_servers: {} }],
    ['wss_urls', { ...fakeConfig, wss_urls: [] }],
    ...[
      'ws://pbx.example',
      'javascript:1',
      'file:///x',
      'wss://u:p@h',
      'wss://a\\@b',
      'wss://a#b',
      5,
      'x',
    ].map((url): [string, unknown] => ['wss_urls', { ...fakeConfig, wss_urls: [url] }]),
  ]
  it.each(wrong)('names the wrong field %s', async (field, data) => {
    const { api } = client(() => json({ data }))
    await expect(api.fetchSipConfig({ signal })).rejects.toMatchObject({
      code: 'bootstrap_failed',
      details: { field },
    })
  })

  const bodies: [string, () => Response][] = [
    ['empty', () => new Response('')],
    ['null', () => json(null)],
    ['a list', () => json([])],
    ['a number', () => json(5)],
    ['HTML', () => new Response('<!doctype html>')],
    ['truncated', () => new Response('{"data":{"extension":"10')],
    ['204', () => new Response(null, { status: 204 })],
    ['no data', () => json({})],
    ['deep', () => new Response('['.repeat(100_000))],
    ['2 MiB', () => new Response(`"${'x'.repeat(2_097_152)}"`)],
    ['prototype', () => new Response('{"__proto__":{"data":{}},"data":{"__proto__":{"extension":"1"}}}')],
    ['500', () => json({ message: 'x' }, 500)],
    ['429', () => json({ message: 'x' }, 429)],
  ]
  it.each(bodies)('%s is bootstrap_failed', async (_name, answer) => {
    const { api } = client(answer)
    await expect(api.fetchSipConfig({ signal })).rejects.toMatchObject({ code: 'bootstrap_failed' })
    expect(({} as Record<string, unknown>)['data']).toBeUndefined()
  })

  it('keeps good ICE servers, at most 10, and drops what the browser would refuse', async () => {
    const good = { urls: ['turn:t.example'], username: 'u', credential: 'c' }
    const bad = [{ urls: ['turn:t.example'] }, { urls: 'stun:x' }, { urls: ['http://x'] }, null, 5]
    const { api } = client(() => json({ data: { ...fakeConfig, ice_servers: [good, ...bad] } }))
    await expect(api.fetchSipConfig({ signal })).resolves.toMatchObject({ ice_servers: [good] })
  })

  it('401: once more with a fresh token, else token_rejected', async () => {
    const answer = (_url: string, { headers }: RequestInit) =>
      JSON.stringify(headers).includes('fresh')
        ? json({ data: fakeConfig })
        : json({ message: 'Unauthenticated.' }, 401)
    const fresh = client(answer, async () => 'fresh')
    await expect(fresh.api.fetchSipConfig({ signal })).resolves.toEqual(fakeConfig)
    expect(fresh.asked).toHaveLength(2)
    for (const resolver of [undefined, async () => 'old', async () => 'a\r\nb', async () => '']) {
      const { api, asked } = client(answer, resolver)
      await expect(api.fetchSipConfig({ signal })).rejects.toMatchObject({ code: 'token_rejected' })
      expect(asked.length).toBeLessThanOrEqual(2)
    }
  })

  it('a tokenResolver that fails, as in an outage, is no verdict on the token', async () => {
    const { api } = client(
      () => json({}, 401),
      () => Promise.reject(new TypeError('Failed to fetch')),
    )
    for (const freshToken of [false, true])
      await expect(api.fetchSipConfig({ signal, freshToken })).rejects.toMatchObject({
        code: 'bootstrap_failed',
        message: 'tokenResolver failed.',
      })
  })

  it('a tokenResolver that gives no promise is as good; one that throws at once has failed', async () => {
    const { api, asked } = client(
      () => json({ data: fakeConfig }),
      (() => 'fresh') as unknown as () => Promise<string>,
    )
    await expect(api.fetchSipConfig({ signal, freshToken: true })).resolves.toEqual(fakeConfig)
    expect(JSON.stringify(asked[0]?.init.headers)).toContain('fresh')
    const throwing = client(
      () => json({ data: fakeConfig }),
      () => {
        throw new TypeError('x')
      },
    )
    await expect(throwing.api.fetchSipConfig({ signal, freshToken: true })).rejects.toMatchObject({
      message: 'tokenResolver failed.',
    })
  })

  it('settles within 15 s whatever hangs: the back end, its body, the resolver', async () => {
    vi.useFakeTimers()
    try {
      const never = new Promise<never>(() => {})
      const drip = new Response(
        new ReadableStream({ start: (controller) => controller.enqueue(new Uint8Array([123])) }),
      )
      for (const { api } of [
        client(() => never),
        client(() => drip),
        client(
          () => json({}, 401),
          () => never,
        ),
      ]) {
        const settled = expect(api.fetchSipConfig({ signal })).rejects.toMatchObject({
          code: 'bootstrap_failed',
        })
        await vi.advanceTimersByTimeAsync(15_000)
        await settled
      }
    } finally {
      vi.useRealTimers()
    }
  })
})

describe('contact lookup', () => {
  it('encodes the number once', async () => {
    const { api, asked } = client(() => json({ data: null }))
    await expect(api.lookupContact('+84&a=1#/%\n', { signal })).resolves.toBeNull()
    expect(new URL(asked[0]?.url ?? '').searchParams.get('number')).toBe('+84&a=1#/%\n')
  })

  it('reads a contact, cuts and coerces', async () => {
    const data = { id: '7', full_name: '💥'.repeat(300), phones: ['1', 5], customer_id: 3, evil: '<img>' }
    const { api } = client(() => json({ data }))
    await expect(api.lookupContact('1', { signal })).resolves.toEqual({
      id: 7,
      full_name: '💥'.repeat(256),
      phones: ['1'],
      customer_id: 3,
    })
  })

  it.each([
    null,
    [],
    { data: [] },
    { data: { id: 'x', full_name: 'a' } },
    { data: { id: 1 } },
    { data: 'a' },
  ])('is null for %j', async (body) => {
    const { api } = client(() => json(body))
    await expect(api.lookupContact('1', { signal })).resolves.toBeNull()
  })

  it('is null for every failure and for more than 64 KiB', async () => {
    for (const answer of [
      () => json({}, 500),
      () => Promise.reject(new Error()),
      () => new Response('"'.padEnd(70_000)),
    ]) {
      const { api } = client(answer)
      await expect(api.lookupContact('1', { signal })).resolves.toBeNull()
    }
  })
})

describe('apiBase', () => {
  it.each([
    ['https://crm.example', 'https://crm.example/'],
    ['https://crm.example/app', 'https://crm.example/app/'],
    ['http://localhost:8080', 'http://localhost:8080/'],
    ['http://127.0.0.1:8080/', 'http://127.0.0.1:8080/'],
    ['http://[::1]:8080/', 'http://[::1]:8080/'],
  ])('%s', (text, url) => expect(readApiBase(text)?.href).toBe(url))

  const bad = [
    undefined,
    {},
    '',
    '/api',
    '//evil',
    'http://crm.example',
    'https://u:p@h',
    'data:x',
    'https://a\\b',
  ]
  it.each([
    ...bad,
    'https://h/?x=1',
    'https://h/#x',
    'ftp://h',
    'javascript:1',
    'http://localhost.evil.example',
  ])('refuses %j', (text) => expect(readApiBase(text)).toBeUndefined())
})

describe('any other path', () => {
  it('carries the token and what was asked for; every failure is undefined', async () => {
    const { api, asked } = client((url) => (url.endsWith('gone') ? json({}, 404) : json({ data: [1] })))
    const options = { signal, method: 'POST', keepalive: true } as const
    await expect(api.ask('api/webphone/calls/u/hangup', options)).resolves.toEqual({ data: [1] })
    expect(asked[0]).toMatchObject({
      url: 'https://crm.example/base/api/webphone/calls/u/hangup',
      init: { method: 'POST', keepalive: true, headers: { Authorization: 'Bearer canary-token' } },
    })
    await expect(api.ask('gone', { signal })).resolves.toBeUndefined()
  })
})
