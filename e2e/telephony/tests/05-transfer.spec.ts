// 5. Transfers between three endpoints: who is left over hears the other.
import type { PhonePage } from '../../harness/phone-page.ts'
import { expectDeskHears, expectTone, openRegistered, talk } from '../lab/phones.ts'
import { expect, test } from '../lab/test.ts'

/** Answers the call that comes in now; returns its uuid. */
async function answerNext(phone: PhonePage): Promise<string> {
  const { payload } = await phone.next('incoming_call')
  const uuid = payload.call?.uuid ?? ''
  expect(await phone.act(uuid, 'answer')).toBe('ok')
  return uuid
}

const transferTo = (phone: PhonePage, uuid: string, other: string) =>
  phone.page.evaluate(
    ([one, two]) => {
      const calls = Reflect.get(window, 'calls') as Map<string, { transferTo(call: unknown): Promise<void> }>
      return calls
        .get(one)
        ?.transferTo(calls.get(two))
        .then(
          () => 'ok',
          (error: { code?: string }) => error.code ?? 'no code',
        )
    },
    [uuid, other] as const,
  )

test('blind: B is sent to C', async ({ browser }) => {
  const a = await openRegistered(browser, { extension: '1001', toneHz: 500 })
  const b = await openRegistered(browser, { extension: '1002', toneHz: 700 })
  const c = await openRegistered(browser, { extension: '1003', toneHz: 900 })
  const uuid = await a.dial('1002')
  await answerNext(b)
  await a.next('call_answered')
  await talk()
  const transferred = a.act(uuid, 'transfer', '1003')
  await answerNext(c)
  expect(await transferred).toBe('ok')
  await a.next('call_hangup')
  await expectTone(b, 900)
  await expectTone(c, 700)
})

test('blind: a desk phone is sent to C', async ({ browser, startDesk }) => {
  const desk = await startDesk({ extension: '2001', ip: '127.0.0.21', toneHz: 440 })
  const a = await openRegistered(browser, { extension: '1001', toneHz: 500 })
  const c = await openRegistered(browser, { extension: '1003', toneHz: 900 })
  const uuid = await a.dial('2001')
  await a.next('call_answered')
  await talk()
  const transferred = a.act(uuid, 'transfer', '1003')
  await answerNext(c)
  expect(await transferred).toBe('ok')
  await a.next('call_hangup')
  await expectTone(c, 440)
  await expectDeskHears(desk, 900)
})

test('blind to nobody: the transfer fails, the call goes on', async ({ browser }) => {
  const a = await openRegistered(browser, { extension: '1001', toneHz: 500 })
  const b = await openRegistered(browser, { extension: '1002', toneHz: 700 })
  const uuid = await a.dial('1002')
  await answerNext(b)
  await a.next('call_answered')
  await talk()
  expect(await a.act(uuid, 'transfer', '1099')).toBe('transfer_failed')
  await expectTone(a, 700)
  await expectTone(b, 500)
})

test('attended: A asks C first, then joins B and C', async ({ browser }) => {
  const a = await openRegistered(browser, { extension: '1001', toneHz: 500 })
  const b = await openRegistered(browser, { extension: '1002', toneHz: 700 })
  const c = await openRegistered(browser, { extension: '1003', toneHz: 900 })
  const first = await a.dial('1002')
  await answerNext(b)
  await a.next('call_answered')
  await talk()
  expect(await a.act(first, 'hold')).toBe('ok')
  const second = await a.dial('1003')
  await answerNext(c)
  await a.next('call_answered')
  await expectTone(a, 900)
  await talk()
  expect(await transferTo(a, first, second)).toBe('ok')
  await a.next('call_hangup')
  await a.next('call_hangup')
  await expectTone(b, 900)
  await expectTone(c, 700)
})
