import { expect, it } from 'vitest'
import { en, type StringKey } from './en.ts'
import { fill } from './strings.ts'
import { vi } from './vi.ts'

const keys = Object.keys(en) as StringKey[]
const places = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).sort()

it('has the same places to fill in each language, and leaves nothing in English', () => {
  for (const key of keys) {
    expect(places(vi[key]), key).toEqual(places(en[key]))
    expect(vi[key] === '', key).toBe(en[key] === '')
    if (en[key].includes(' ')) expect(vi[key], key).not.toBe(en[key])
  }
})

it('fills in values as text and keeps unknown places', () => {
  expect(fill('{name} – {other}', { name: '<b>{x}</b>' })).toBe('<b>{x}</b> – {other}')
})
