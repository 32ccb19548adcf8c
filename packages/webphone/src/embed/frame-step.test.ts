import { expect, test } from 'vitest'
import { firstFrameState, stepFrame } from './frame-step.ts'
import type { FrameInput } from './frame-step.ts'

const welcome = { nonce: 'n', token: 't', options: {} }
const good: FrameInput & { type: 'welcome' } = {
  ...{ type: 'welcome', welcome, nonce: 'n', origin: 'https://crm.example' },
  ...{ isFromParent: true, hasPort: true },
}

test('says hello until it is welcomed', () => {
  const first = stepFrame(firstFrameState, { type: 'tick' })
  expect(first.effects).toEqual([{ type: 'say-hello' }])
  const second = stepFrame(first.state, good)
  expect(second.effects).toEqual([{ type: 'open', origin: 'https://crm.example', welcome }])
  // One welcome is enough: a second page cannot take the phone over.
  expect(stepFrame(second.state, { ...good, origin: 'https://evil.example' }).effects).toEqual([])
  expect(stepFrame(second.state, { type: 'tick' }).effects).toEqual([])
})

test.each([
  ['another window', { isFromParent: false }],
  ['no port', { hasPort: false }],
  ['the nonce of another load', { nonce: 'm' }],
  ['a page of no origin', { origin: 'null' }],
  ['no origin at all', { origin: '' }],
])('a welcome of %s is none', (_, change) => {
  const { state, effects } = stepFrame(firstFrameState, { ...good, ...change })
  expect([state.phase, effects]).toEqual(['calling', []])
})

test('after ten seconds nobody is there', () => {
  let state = firstFrameState
  let hellos = 0
  for (let tick = 0; tick < 200; tick += 1) {
    const next = stepFrame(state, { type: 'tick' })
    state = next.state
    hellos += next.effects.filter(({ type }) => type === 'say-hello').length
  }
  expect([state.phase, hellos]).toEqual(['alone', 50])
})
