import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createPbx, type Pbx, type PbxCallEvent, type PbxOptions } from '../../src/index.ts'
import { createTestPhone, DOMAIN, type PhoneOptions, type TestPhone } from './test-phone.ts'

/** A PBX on a port of its own, and phones that go away with it. */
export interface TestPbx {
  readonly pbx: Pbx
  readonly url: string
  readonly events: PbxCallEvent[]
  readonly logs: string[]
  readonly registrations: string[]
  phone(extension: string, options?: Partial<PhoneOptions>): TestPhone
  /** A phone that is registered. */
  registered(extension: string, options?: Partial<PhoneOptions>): Promise<TestPhone>
  close(): Promise<void>
}

const users = ['1001', '1002', '1003', '1004']

export async function startTestPbx(options: Partial<PbxOptions> = {}): Promise<TestPbx> {
  const events: PbxCallEvent[] = []
  const logs: string[] = []
  const registrations: string[] = []
  const phones: TestPhone[] = []
  const pbx = createPbx({
    domain: DOMAIN,
    credentialsOf(username) {
      if (username.startsWith('1:')) return 'expired'
      return users.includes(username) ? { password: `secret-${username}`, extension: username } : undefined
    },
    hasExtension: (extension) => users.includes(extension),
    displayNameOf: (extension) => `User ${extension}`,
    onCall: (event) => events.push(event),
    onRegistration: ({ extension, state }) => registrations.push(`${extension} ${state}`),
    log: (level, message, fields) => logs.push(`${level} ${message} ${JSON.stringify(fields)}`),
    ...options,
  })
  const server = createServer()
  server.on('upgrade', pbx.handleUpgrade)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `ws://127.0.0.1:${String((server.address() as AddressInfo).port)}/sip`

  const test: TestPbx = {
    ...{ pbx, url, events, logs, registrations },
    phone(extension, more = {}) {
      const phone = createTestPhone({ url, extension, ...more })
      phones.push(phone)
      return phone
    },
    async registered(extension, more) {
      const phone = test.phone(extension, more)
      const fact = await phone.connect()
      if (fact.type !== 'registered') throw new Error(`${extension} not registered: ${JSON.stringify(fact)}`)
      return phone
    },
    async close() {
      await Promise.all(phones.map((phone) => phone.close()))
      await pbx.close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return test
}
