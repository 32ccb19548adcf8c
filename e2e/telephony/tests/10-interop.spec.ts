// 10. The peers' clients, on Kamailio and on our own PBX: they register, call our phone and are called by it, with audio.
import type { Browser } from '@playwright/test'
import { DemoServer } from '../../harness/demo-server.ts'
import type { PhonePage } from '../../harness/phone-page.ts'
import {
  expectTone,
  openRegistered,
  PeerPage,
  talk,
  type PeerOptions,
  type PhoneOptions,
} from '../lab/phones.ts'
import { expect, test } from '../lab/test.ts'

interface Place {
  phone(browser: Browser, options: PhoneOptions): Promise<PhonePage>
  peer(browser: Browser, library: 'jssip' | 'sipjs', options: PeerOptions): Promise<PeerPage>
}

const kamailio: Place = {
  phone: openRegistered,
  peer: (browser, library, options) => PeerPage.start(browser, library, options),
}

/** The demo server starts our PBX; peers get the credentials that it gives to any phone. */
function ownPbx(server: () => DemoServer): Place {
  const tokenOf = (extension: string) => server().user(extension).token
  return {
    phone: (browser, options) =>
      openRegistered(browser, {
        ...options,
        connect: { apiBase: server().url, token: tokenOf(options.extension) },
      }),
    peer: async (browser, library, options) => {
      const response = await fetch(`${server().url}/api/webphone/sip-config`, {
        headers: { authorization: `Bearer ${tokenOf(options.extension)}` },
      })
      const { data }: { data: { username: string; password: string; domain: string; wss_urls: string[] } } =
        JSON.parse(await response.text())
      return PeerPage.start(browser, library, { ...options, ...data, wsUrl: data.wss_urls[0] ?? '' })
    },
  }
}

let server: DemoServer
test.beforeAll(async () => {
  server = new DemoServer()
  await server.start()
})
test.afterAll(() => server.stop())

for (const [name, place] of [
  ['Kamailio', kamailio],
  ['our PBX', ownPbx(() => server)],
] as const) {
  for (const library of ['jssip', 'sipjs'] as const) {
    test(`${library} calls our phone on ${name}, and is called by it`, async ({ browser }) => {
      const phone = await place.phone(browser, { extension: '1001', toneHz: 700 })
      const peer = await place.peer(browser, library, { extension: '1002', toneHz: 900 })
      await peer.next('registered')

      await peer.command('call', '1001')
      const { payload } = await phone.next('incoming_call')
      expect(payload.call).toMatchObject({ number: '1002' })
      expect(await phone.act(payload.call?.uuid ?? '', 'answer')).toBe('ok')
      await peer.next('accepted')
      await expectTone(phone, 900)
      await expectTone(peer, 700)
      await talk()
      await peer.command('hangup')
      expect((await phone.next('call_hangup')).payload).toMatchObject({ reason: 'normal_clearing' })
      await peer.next('ended')

      const uuid = await phone.dial('1002')
      await peer.next('incoming')
      await peer.command('answer')
      await phone.next('call_answered')
      await expectTone(phone, 900)
      await expectTone(peer, 700)
      await talk()
      expect(await phone.act(uuid, 'hangup')).toBe('ok')
      await peer.next('ended')
    })
  }
}
