// 3. RFC 4733 digits through the media relay, both ways: all sixteen, none doubled, none lost.
import { expectTone, openRegistered } from '../lab/phones.ts'
import { expect, test } from '../lab/test.ts'
import { sleep } from '../lab/wait.ts'

const all = '1234567890*#ABCD'

for (const codec of ['PCMU/8000/1', 'opus/48000/2'] as const) {
  test(`our digits reach a desk phone: ${codec}`, async ({ browser, startDesk }) => {
    const desk = await startDesk({ extension: '2001', ip: '127.0.0.21', codec })
    const phone = await openRegistered(browser, { extension: '1001', toneHz: 700 })
    const uuid = await phone.dial('2001')
    await phone.next('call_answered')
    await expectTone(phone, 440)
    expect(await phone.act(uuid, 'sendDtmf', all)).toBe('ok')
    await expect.poll(() => desk.digits().length, { timeout: 8000 }).toBeGreaterThanOrEqual(all.length)
    // A digit too many would come late.
    await sleep(400)
    expect(desk.digits().toUpperCase()).toBe(all)
  })

  test(`a desk phone's digits reach us: ${codec}`, async ({ browser, startDesk }) => {
    const desk = await startDesk({ extension: '2001', ip: '127.0.0.21', codec })
    const phone = await openRegistered(browser, { extension: '1001', toneHz: 700 })
    const uuid = await phone.dial('2001')
    await phone.next('call_answered')
    await expectTone(phone, 440)
    for (const digit of all) {
      desk.command('sndcode', digit.toLowerCase())
      await sleep(260)
    }
    const received = async () => (await phone.log()).filter((entry) => entry.name === 'dtmf')
    await expect.poll(async () => (await received()).length).toBeGreaterThanOrEqual(all.length)
    await sleep(400)
    const digits = (await received()).map((entry) => entry.payload['digit']).join('')
    expect(digits).toBe(all)
    expect((await received()).every((entry) => entry.payload['source'] === 'rtp')).toBe(true)
    expect((await phone.log()).findLast((entry) => entry.payload.call)?.payload.call).toMatchObject({ uuid })
  })
}
