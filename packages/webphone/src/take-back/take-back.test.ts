import { describe, expect, it, vi } from 'vitest'
import { createFakeWorld } from '../testing/fake-phone.ts'
import { isRequest, parseMessage } from '@zorio/sip'
import { fakeSdp } from '../testing/fake-media.ts'
import { callIn, firstCall, online, talk } from '../testing/scenes.ts'
import { startWatch } from '../watch/start-watch.ts'
import { watchReloads } from './reload-signs.ts'
import type { CallOffer } from '../call-api.ts'
import type { Scene } from '../testing/scenes.ts'
import type { TabStorage } from '../tabs/tab-port.ts'

/** A tab: what it keeps, and the pages that are loaded in it one after the other. */
function createTab(kept = new Map<string, string>()) {
  const storage: TabStorage = {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
  }
  const world = createFakeWorld()
  const load = async (
    answer: unknown = { data: { longest_seconds: 90 } },
    /** Told before the watch begins. */
    { mount, onLine }: { mount?: string; onLine?: (page: Scene) => void } = {},
  ) => {
    world.api.answer = answer
    const asked = world.api.asked.length
    let begin = (_start: typeof startWatch): void => {}
    const watch = new Promise<typeof startWatch>((resolve) => (begin = resolve))
    const ports = { ...world.ports, tabStorage: () => storage, loadWatch: () => watch }
    const page = await online(mount === undefined ? {} : { mount }, { ...world, ports })
    onLine?.(page)
    begin(startWatch)
    await world.clock.advance(10)
    const paths = () =>
      world.api.asked.slice(asked).map(({ path }) => path.replace(/calls\/[^/]+/, 'calls/ID'))
    return { ...page, paths }
  }
  const leave = async (page: Scene, laterMs = 1000) => {
    page.signal('pagehide')
    await page.clock.advance(10)
    // What is left of a page that was unloaded: nothing hears of later ones.
    world.pageListeners.clear()
    await page.clock.advance(laterMs)
  }
  return { kept, load, leave }
}

const offersOf = ({ events }: Scene) =>
  events.filter(([name]) => name === 'call_recoverable').map(([, one]) => (one as { offer: CallOffer }).offer)
const lastInvite = ({ pbx }: Scene) => pbx.facts.filter((fact) => fact.type === 'incoming').at(-1)
const hasEnded = ({ pbx }: Scene) => pbx.find('ended') !== undefined

describe('a page that leaves in a call', () => {
  it('says no BYE, has the other side kept for 4 s, and writes down no secret', async () => {
    const tab = createTab()
    const page = await tab.load()
    const { call } = await talk(page)
    await tab.leave(page)
    expect(hasEnded(page)).toBe(false)
    expect(page.paths()).toEqual([
      'api/webphone/calls/ID/keep?seconds=0',
      'api/webphone/calls/ID/keep?seconds=4',
    ])
    expect(page.api.asked.at(-1)).toMatchObject({ method: 'POST', keepalive: true })
    const [[key, text] = []] = tab.kept
    expect(key).toBe('zorio-webphone.calls.1.1001')
    expect(text).toContain(call.uuid)
    expect(text).not.toMatch(/canary/)
  })

  it.each([
    ['the back end cannot keep calls', null, false],
    ['nobody listens for the offer', { data: {} }, true],
  ])('%s: ended as ever', async (_, answer, isDeaf) => {
    const tab = createTab()
    const page = await tab.load(answer)
    if (isDeaf) page.phone.off('call_recoverable')
    await talk(page)
    await tab.leave(page)
    expect([hasEnded(page), tab.kept.size]).toEqual([true, 0])
  })

  it('comes out of the back-forward cache: the call is over, and was told so once', async () => {
    const tab = createTab()
    const page = await tab.load()
    await talk(page)
    page.signal('pagehide')
    await page.clock.advance(1000)
    page.signal('pageshow')
    await page.clock.advance(3000)
    expect(page.names().filter((name) => name === 'call_hangup')).toHaveLength(1)
    expect(page.phone.calls).toEqual([])
  })
})

describe('the page after it', () => {
  async function reloaded(
    laterMs?: number,
    prepare: (page: Scene) => Promise<unknown> = talk,
    answer?: unknown,
  ) {
    const tab = createTab()
    const before = await tab.load(answer)
    await prepare(before)
    await before.clock.advance(10_000)
    await tab.leave(before, laterMs)
    const page = await tab.load(answer)
    return { tab, page, before, offer: offersOf(page)[0] }
  }

  async function takenBack(page: Scene, offer: CallOffer | undefined) {
    const back = offer?.takeBack()
    await page.clock.advance(10)
    const invite = lastInvite(page)
    page.pbx.run((ua, now) => ua.accept(invite?.leg ?? '', fakeSdp('answer'), now))
    await page.clock.advance(10)
    return { back, invite }
  }

  it('offers the call and takes it back with Replaces: same uuid, billsec goes on', async () => {
    const { page, offer, tab } = await reloaded()
    expect(tab.kept.size).toBe(0)
    expect(offer).toMatchObject({ number: '0912345678', direction: 'outgoing', isMuted: false })
    expect(page.paths()).toEqual(['api/webphone/calls/ID/keep?seconds=88'])
    const { back, invite } = await takenBack(page, offer)
    const call = await back
    expect(call).toMatchObject({ uuid: offer?.uuid, state: 'answered', billsec: 11 })
    const replaces = invite?.request.headers.find(({ name }) => name === 'Replaces')?.value
    expect(replaces).toMatch(new RegExp(`^${offer?.uuid};to-tag=.+;from-tag=.+`))
    expect(invite?.callId).not.toBe(offer?.uuid)
    await expect(offer?.takeBack()).rejects.toMatchObject({ code: 'invalid_state' })
  })

  it('a call to us stays one, muted and held as it was', async () => {
    const { page, offer } = await reloaded(1000, async (before) => {
      await callIn(before, {}, 500)
      const call = firstCall(before)
      await Promise.all([call.answer(), before.clock.advance(100)])
      await call.mute()
    })
    expect(offer).toMatchObject({ number: '0987654321', direction: 'incoming', isMuted: true })
    const { back } = await takenBack(page, offer)
    expect(await back).toMatchObject({ direction: 'incoming', isMuted: true, displayName: 'Nguyễn An' })
    expect(page.media.latest.isMuted).toBe(true)
  })

  it('no PBX holds it: the far end itself is asked, at its own address', async () => {
    const { page, offer } = await reloaded(1000, talk, { data: { longest_seconds: 90, far_end: true } })
    const { back, invite } = await takenBack(page, offer)
    expect(await back).toMatchObject({ uuid: offer?.uuid, number: '0912345678', state: 'answered' })
    expect(invite?.request.uri).toBe('sip:pbx.example;transport=ws')
    expect(invite?.request.headers).toContainEqual({ name: 'Require', value: 'replaces' })
  })

  it('gives the back end the BYE that ends it, each time', async () => {
    const { page, before, offer } = await reloaded()
    await offer?.hangup()
    const told = page.api.asked.filter(({ path }) => path.includes('api/webphone/calls/'))
    expect(told).toHaveLength(4)
    for (const { body = '' } of told) {
      const { bye } = JSON.parse(body) as { bye: string }
      const frame = parseMessage(bye)
      expect(frame.ok && isRequest(frame.message) && frame.message.method).toBe('BYE')
      expect(bye).toContain(`Call-ID: ${offer?.uuid}\r\n`)
    }
    expect(hasEnded(before)).toBe(false)
  })

  it('refused by the PBX: told, and over for the far end too', async () => {
    const { page, offer } = await reloaded()
    const back = expect(offer?.takeBack()).rejects.toMatchObject({ code: 'invalid_state' })
    await page.clock.advance(10)
    page.pbx.run((ua, now) => ua.reject(lastInvite(page)?.leg ?? '', 481, now))
    await page.clock.advance(10)
    await back
    expect(page.phone.calls).toEqual([])
    expect(page.paths().at(-1)).toBe('api/webphone/calls/ID/hangup')
  })

  it('may decline; after 90 s there is nothing to offer or to take', async () => {
    const { page, offer } = await reloaded()
    await offer?.hangup()
    expect(page.paths().at(-1)).toBe('api/webphone/calls/ID/hangup')
    expect((await reloaded(91_000)).offer).toBeUndefined()
    const late = await reloaded(60_000)
    await late.page.clock.advance(31_000)
    await expect(late.offer?.takeBack()).rejects.toMatchObject({ code: 'invalid_state' })
  })

  it.each([
    ['is there by then', 2000, 'keep?seconds=88'],
    ['never comes', 20_000, 'hangup'],
  ])('waits for the UI of mount, which %s', async (_, uiAfterMs, last) => {
    const tab = createTab()
    const before = await tab.load()
    await talk(before)
    await tab.leave(before)
    const onLine = ({ phone }: Scene) => phone.off('call_recoverable')
    const page = await tab.load(undefined, { mount: '#phone', onLine })
    await page.clock.advance(uiAfterMs)
    const offers: CallOffer[] = []
    page.phone.on('call_recoverable', ({ offer }) => offers.push(offer))
    await page.clock.advance(200)
    expect(page.paths().at(-1)).toBe(`api/webphone/calls/ID/${last}`)
    expect(offers).toHaveLength(last === 'hangup' ? 0 : 1)
  })

  it('a PBX that did not wait: no offer', async () => {
    const tab = createTab()
    const before = await tab.load()
    await talk(before)
    await tab.leave(before)
    expect(offersOf(await tab.load(null))).toEqual([])
  })
})

describe('what lies in the storage', () => {
  const now = createFakeWorld().clock.wallTime()
  const good = {
    dialog: { callId: 'a@b', toTag: 't', fromTag: 'f' },
    bye: 'BYE sip:1002@pbx.example SIP/2.0\r\nCall-ID: a@b\r\n\r\n',
    ...{
      uuid: 'a@b',
      number: '1002',
      displayName: 'An',
      direction: 'outgoing',
      isHeld: false,
      isMuted: false,
    },
    ...{ createdAt: now - 9000, answeredAt: now - 8000, leftAt: now },
  }
  const offered = async (value: unknown) => {
    const text = typeof value === 'string' ? value : JSON.stringify(value)
    const tab = createTab(new Map([['zorio-webphone.calls.1.1001', text]]))
    return offersOf(await tab.load()).length
  }

  it('is offered when it is well formed', async () => expect(await offered([good])).toBe(1))

  it.each([
    ['no JSON', '{'],
    ['no list', good],
    ['a header ended by a tag', [{ ...good, dialog: { ...good.dialog, toTag: 'x\r\nEvil: 1' } }]],
    ['a parameter in a Call-ID', [{ ...good, dialog: { ...good.dialog, callId: 'a;early-only' } }]],
    ['no BYE', [{ ...good, bye: undefined }]],
    ['a frame that is no BYE', [{ ...good, bye: good.bye.replace('BYE', 'INVITE') }]],
    [
      'an address with a header in it',
      [{ ...good, bye: 'BYE sip:1002@pbx.example\r\nEvil: 1 SIP/2.0\r\n\r\n' }],
    ],
    ['a URI for a number', [{ ...good, number: 'sip:1@evil' }]],
    ['a name of an object', [{ ...good, displayName: {} }]],
    ['no direction', [{ ...good, direction: 'up' }]],
    ['from the future', [{ ...good, leftAt: now + 60_000 }]],
    ['answered after it was left', [{ ...good, answeredAt: now + 1 }]],
    ['too old', [{ ...good, leftAt: now - 95_000, answeredAt: now - 99_000 }]],
    ['null', [null]],
  ])('%s: nothing is offered', async (_, value) => expect(await offered(value)).toBe(0))
})

describe('signs of a reload', () => {
  function page() {
    const [navigation, window] = [new EventTarget(), new EventTarget()]
    let now = 0
    const isReload = watchReloads({ navigation, window }, () => now, new AbortController().signal)
    const tell = (target: EventTarget, name: string, more: object) =>
      target.dispatchEvent(Object.assign(new Event(name), more))
    return { navigation, window, isReload, tell, pass: (ms: number) => (now += ms) }
  }

  it('the Navigation API and the keys, for ten seconds', () => {
    for (const press of [{ key: 'F5' }, { key: 'r', ctrlKey: true }, { key: 'R', metaKey: true }]) {
      const { window, isReload, tell, pass } = page()
      tell(window, 'keydown', press)
      expect(isReload()).toBe(true)
      pass(10_000)
      expect(isReload()).toBe(false)
    }
    const { navigation, isReload, tell } = page()
    tell(navigation, 'navigate', { navigationType: 'reload' })
    expect(isReload()).toBe(true)
    tell(navigation, 'navigate', { navigationType: 'push' })
    expect(isReload()).toBe(false)
  })

  it('no other key is one', () => {
    const { window, isReload, tell } = page()
    for (const press of [{ key: 'r' }, { key: 'F6' }, {}, { key: 5 }]) tell(window, 'keydown', press)
    expect(isReload()).toBe(false)
  })

  it('a reload that gave itself away is given more time', async () => {
    const navigation = new EventTarget()
    vi.stubGlobal('navigation', navigation)
    const tab = createTab()
    const page = await tab.load()
    await talk(page)
    navigation.dispatchEvent(Object.assign(new Event('navigate'), { navigationType: 'reload' }))
    await tab.leave(page)
    expect(page.paths().at(-1)).toContain('seconds=30')
    vi.unstubAllGlobals()
  })
})
