import type { Page } from '@playwright/test'
import { embed, expect, test, type EmbedResult } from './test.ts'

interface Logged {
  readonly name: string
  readonly payload: Record<string, unknown> & { call?: Record<string, unknown> }
}
type Methods = Record<string, (...args: unknown[]) => Promise<unknown>>
interface Globals {
  log: Logged[]
  calls: Record<string, Methods>
  phone: Methods & { status: string; iframe: HTMLIFrameElement; destroy(): void }
  attempt(promise: Promise<unknown>): Promise<string>
}

async function next(page: Page, name: string, ofCall?: string): Promise<Logged> {
  const find = () =>
    page.evaluate(
      ([wanted, uuid]) =>
        (window as unknown as Globals).log.find(
          (one) => one.name === wanted && (!uuid || one.payload.call?.['uuid'] === uuid),
        ),
      [name, ofCall] as const,
    )
  await expect.poll(async () => (await find()) !== undefined, { message: name, timeout: 12_000 }).toBe(true)
  return (await find()) as Logged
}

/** A method of the phone, or of a call: `ok`, or the code of its error. */
function act(page: Page, method: string, args: readonly unknown[] = [], uuid = ''): Promise<string> {
  return page.evaluate(
    ([name, rest, id]) => {
      const { phone, calls, attempt } = window as unknown as Globals
      const target = id ? calls[id] : phone
      return target?.[name] ? attempt(target[name](...rest)) : 'no such method'
    },
    [method, args, uuid] as const,
  )
}

async function dial(page: Page, number: string): Promise<string> {
  return page.evaluate(async (to) => {
    const { phone, calls } = window as unknown as Globals
    const call = (await phone['call']?.(to)) as Methods & { uuid: string }
    calls[call.uuid] = call
    return call.uuid
  }, number)
}

/** Heard in the frame, where the audio is. */
async function toneIn(page: Page): Promise<{ hz: number; level: number }> {
  const frame = page.frames().find((one) => one.url().includes('/webphone-embed'))
  if (!frame) throw new Error('there is no phone frame')
  return frame.evaluate(() =>
    (
      window as unknown as { measure: { tone(ms: number): Promise<{ hz: number; level: number }> } }
    ).measure.tone(1200),
  )
}

test('two origins: calls with audio both ways through the frame, typed events and methods, no token in any URL', async ({
  openCrm,
  backend,
  crm,
}) => {
  const page = await openCrm()
  const urls: string[] = []
  page.on('request', (request) => urls.push(request.url()))
  const token = await backend.token([crm])
  const opened = await embed(page, backend, { tokens: [token], locale: 'en', theme: 'light' })
  expect(opened).toEqual({ status: expect.any(String) as unknown, extension: '1001' })
  await next(page, 'registered')
  expect(await page.evaluate(() => (window as unknown as Globals).phone.status)).toBe('registered')

  // A person clicks in the CRM: the frame may play by the tag's autoplay.
  await page.getByRole('button', { name: 'Work' }).click()
  const uuid = await dial(page, '9440')
  const answered = await next(page, 'call_answered', uuid)
  expect(answered.payload.call).toMatchObject({ state: 'answered', direction: 'outgoing', number: '9440' })
  // How soon the audio is there is the machine's affair.
  const isTone = async () => {
    const { hz, level } = await toneIn(page)
    return Math.abs(hz - 440) < 15 && level > 60
  }
  await expect.poll(isTone, { timeout: 12_000 }).toBe(true)
  for (const method of ['mute', 'unmute', 'hold', 'unhold'])
    expect([method, await act(page, method, [], uuid)]).toEqual([method, 'ok'])
  expect(await act(page, 'hangup', [], uuid)).toBe('ok')
  const ended = await next(page, 'call_hangup', uuid)
  expect(ended.payload).toMatchObject({ reason: 'normal_clearing' })
  expect(ended.payload['billsec']).toBeGreaterThanOrEqual(1)
  expect(ended.payload.call).toMatchObject({ state: 'ended', billsec: ended.payload['billsec'] })

  // The IVR gives back each digit: sent through the frame, heard through the frame.
  const ivr = await dial(page, '9500')
  await next(page, 'call_answered', ivr)
  expect(await act(page, 'sendDtmf', ['7'], ivr)).toBe('ok')
  expect((await next(page, 'dtmf', ivr)).payload).toMatchObject({ digit: '7' })
  expect(await act(page, 'hangup', [], ivr)).toBe('ok')

  // An incoming call with its contact, answered by the CRM's own button.
  await dial(page, '9701')
  const incoming = await next(page, 'incoming_call')
  expect(incoming.payload['contact']).toMatchObject({ full_name: 'Nguyễn An' })
  const theirs = String(incoming.payload.call?.['uuid'])
  await next(page, 'call_ringing', theirs)
  expect(await act(page, 'answer', [], theirs)).toBe('ok')
  await next(page, 'call_answered', theirs)
  expect(await act(page, 'hangup', [], theirs)).toBe('ok')

  // Errors are the phone's own, typed.
  expect(await act(page, 'call', ['abc!'])).toBe('invalid_number')
  expect(await act(page, 'hangup', [], uuid)).toBe('invalid_state')
  expect(urls.filter((url) => url.includes(token) || url.includes(token.split('.')[2] ?? '-'))).toEqual([])
})

test('the frame is a phone to look at; theme and locale switch; destroy takes it away', async ({
  openCrm,
  backend,
  crm,
}) => {
  const page = await openCrm()
  await embed(page, backend, { tokens: [await backend.token([crm])], locale: 'en', theme: 'light' })
  await next(page, 'registered')
  const frame = page.frameLocator('iframe')
  await expect(frame.locator('zorio-webphone')).toBeVisible()
  await expect(frame.getByText('Ready').first()).toBeVisible()
  await page.screenshot({ path: 'test-results/embed/phone.png' })
  expect(await act(page, 'update', [{ locale: 'vi', theme: 'dark' }])).toBe('ok')
  await expect(frame.getByText('Sẵn sàng').first()).toBeVisible()
  await page.screenshot({ path: 'test-results/embed/phone-dark.png' })
  expect(await act(page, 'update', [{ theme: 'pink' }])).toBe('invalid_options')
  await page.evaluate(() => (window as unknown as Globals).phone.destroy())
  await expect(page.locator('iframe')).toHaveCount(0)
  expect(await act(page, 'call', ['9440'])).toBe('embed_destroyed')
})

test('a reloaded frame gets a new token and comes back', async ({ openCrm, backend, crm }) => {
  const page = await openCrm()
  const tokens = [await backend.token([crm]), await backend.token([crm])]
  await embed(page, backend, { tokens })
  await next(page, 'registered')
  await page.evaluate(() => {
    const { phone, log } = window as unknown as Globals
    log.length = 0
    phone.iframe.src = `${phone.iframe.src}&again`
  })
  await next(page, 'registered')
  expect(await page.evaluate(() => (window as unknown as Globals).phone.status)).toBe('registered')
  const seen = await page.evaluate(() => (window as unknown as Globals).log.map((one) => one.payload))
  expect(seen).toContainEqual({ status: 'reconnecting' })
})

test('a plain iframe with ?token= shows the phone, and the token leaves the address', async ({
  openCrm,
  backend,
  crm,
}) => {
  const page = await openCrm()
  const token = await backend.token([crm])
  await page.evaluate(
    ([src]) => {
      const frame = document.createElement('iframe')
      frame.allow = 'microphone; autoplay'
      frame.src = String(src)
      document.body.append(frame)
    },
    [`${backend.origin}/webphone-embed?token=${token}&locale=en`],
  )
  await expect(page.frameLocator('iframe').getByText('Ready').first()).toBeVisible({ timeout: 12_000 })
  const address = page.frames().map((frame) => frame.url())
  expect(address.join()).not.toContain('eyJ')
  const result: EmbedResult = await embed(page, backend, { tokens: [token] })
  expect(result.error?.code).toBe('embed_token_used')
})
