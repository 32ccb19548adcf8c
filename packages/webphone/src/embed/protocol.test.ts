import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createFakePhone } from '../ui/testing/fake-phone.ts'
import { pictureOf } from './serve-phone.ts'
import {
  helloMessage,
  readFromFrame,
  readFromHost,
  readHello,
  readRefused,
  readWelcome,
  refusedMessage,
  welcomeMessage,
} from './protocol.ts'

const phone = createFakePhone()
phone.addCall({ number: '0987654321', contact: { id: 1, full_name: 'Nguyễn An' } })
const picture = structuredClone(pictureOf(phone))
const error = { code: 'x', message: '', remedy: '', retryable: false }
const welcome = { nonce: 'n', token: 't', options: { theme: 'dark', locale: 'vi' } as const }

const ofFrame = [
  { kind: 'ready', picture },
  { kind: 'refused', error },
  { kind: 'state', picture },
  { kind: 'evt', name: 'registered', data: {}, picture },
  { kind: 'done', id: 1, data: undefined },
  { kind: 'failed', id: 1, error: { ...error, details: { status: 401 } } },
  { kind: 'ask', id: 3 },
]
const ofHost = [
  { kind: 'req', id: 1, method: 'call', args: ['9200', undefined] },
  { kind: 'req', id: 1, method: 'answer', call: 'uuid', args: [] },
  { kind: 'told', id: 1, token: 't' },
  { kind: 'told', id: 1 },
]

test('what is sent is what is read', () => {
  expect(readHello(helloMessage('n'))).toEqual({ version: 1, nonce: 'n' })
  expect(readRefused(refusedMessage('embed_token_used'))).toBe('embed_token_used')
  expect(readWelcome(welcomeMessage(welcome))).toMatchObject(welcome)
  for (const message of ofFrame) expect(readFromFrame(message)).toBe(message)
  for (const message of ofHost) expect(readFromHost(message)).toBe(message)
})

test('a welcome of another version, namespace or option is none; a hello tells its version', () => {
  const good = welcomeMessage(welcome)
  for (const change of [
    { v: 2 },
    { ns: 'other' },
    { type: 'hello' },
    { token: 1 },
    { options: { theme: 'pink' } },
  ])
    expect(readWelcome({ ...good, ...change })).toBeUndefined()
  expect(readHello({ ...helloMessage('n'), v: 9 })).toEqual({ version: 9, nonce: 'n' })
})

test('unknown kinds and unknown fields of a newer peer are let pass or ignored', () => {
  expect(readFromFrame({ kind: 'later', id: 1 })).toBeUndefined()
  expect(readFromFrame({ kind: 'ask', id: 1, more: true })).toMatchObject({ kind: 'ask' })
})

test('each field that is wrong makes it no message', () => {
  const wrong: readonly unknown[] = [null, [], -1, 1.5, Number.NaN, 'x'.repeat(70_000), () => {}]
  for (const [messages, read] of [
    [ofFrame, readFromFrame],
    [ofHost, readFromHost],
  ] as const)
    for (const message of messages)
      for (const field of Object.keys(message))
        for (const value of wrong) {
          if (field === 'data') continue
          if (field === 'args' && Array.isArray(value)) continue
          expect([field, read({ ...message, [field]: value })]).toEqual([field, undefined])
        }
  const call = picture.calls[0]
  for (const field of Object.keys(call?.snapshot ?? {})) {
    const snapshot = { ...call?.snapshot, [field]: Symbol.iterator }
    const broken = { ...picture, calls: [{ snapshot, billsec: 0 }] }
    expect([field, readFromFrame({ kind: 'state', picture: broken })]).toEqual([field, undefined])
  }
})

test('nothing that arrives throws', () => {
  fc.assert(
    fc.property(fc.anything(), (junk) => {
      for (const read of [readHello, readRefused, readWelcome, readFromFrame, readFromHost])
        expect(read(junk)).toBeUndefined()
    }),
    { numRuns: 500 },
  )
})
