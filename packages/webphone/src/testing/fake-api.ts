/** A back end in memory. */
import type { ApiPort } from '../api/api-port.ts'
import type { ContactBody, SipConfigBody } from '@zorio/contract'

export interface FakeApi extends ApiPort {
  readonly configRequests: { readonly freshToken: boolean }[]
  readonly lookups: string[]
  readonly asked: {
    readonly path: string
    readonly method: string
    readonly keepalive: boolean
    readonly body?: string
  }[]
  /** What `ask` resolves to. */
  answer: unknown
  /** Answers of fetchSipConfig: a body, or an error to reject with. */
  config: SipConfigBody | Error
  /** Replaced by a test that needs a slow or a broken lookup. */
  lookup: (number: string) => Promise<ContactBody | null>
}

export const fakeConfig: SipConfigBody = {
  extension: '1001',
  display_name: 'Agent One',
  domain: 'pbx.example',
  wss_urls: ['wss://a.example/ws', 'wss://b.example/ws'],
  username: '1764003600:1001',
  password: 'canary-password',
  credentials_ttl: 3600,
  ice_servers: [{ urls: ['stun:stun.example:3478'] }],
  ice_transport_policy: 'all',
  register_expires: 300,
  keepalive_seconds: 25,
  call_reports: false,
}

export function createFakeApi(): FakeApi {
  const fake: FakeApi = {
    configRequests: [],
    lookups: [],
    asked: [],
    answer: undefined,
    config: fakeConfig,
    lookup: () => Promise.resolve(null),
    async fetchSipConfig({ freshToken = false }) {
      fake.configRequests.push({ freshToken })
      await Promise.resolve()
      if (fake.config instanceof Error) throw fake.config
      return fake.config
    },
    ask(path, { method = 'GET', keepalive = false, body }) {
      fake.asked.push({ path, method, keepalive, ...(body !== undefined && { body }) })
      return Promise.resolve(fake.answer)
    },
    lookupContact(number) {
      fake.lookups.push(number)
      return fake.lookup(number)
    },
  }
  return fake
}
