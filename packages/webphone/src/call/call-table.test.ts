/** Every stage x every input of a call, compared with the table in docs/states.md. */
import { describe, expect, it } from 'vitest'
import { fakeSdp } from '../testing/fake-media.ts'
import { initialCall } from './call-state.ts'
import { sectionOf, tableToMarkdown, unpad } from '../testing/machine-table.ts'
import { stepCall } from './call-step.ts'
import states from '../../../../docs/states.md?raw'
import type { CallInput, CallModel } from './call-state.ts'

const time = { now: 5000, wallTime: 1_764_000_000_000 }
const policy = { contactLookupMs: 400, survivalMs: 300_000 }
const sdp = fakeSdp('far')
const common = { uuid: 'u', number: '100', displayName: '', createdAt: 0, policy }

function after(direction: 'incoming' | 'outgoing', ...inputs: CallInput[]): CallModel {
  let call = initialCall({ ...common, direction, ...(direction === 'incoming' ? { offer: sdp } : {}) })
  for (const input of inputs) call = stepCall(call, input, { ...time, now: 1000 }).call
  return call
}

const dial: CallInput = { type: 'dial', id: 1 }
const done = (op: 'input' | 'offer' | 'answer' | 'accept', round = 0): CallInput => ({
  type: 'media-done',
  op,
  round,
  sdp: 'own',
})
const ring: CallInput = { type: 'progress', status: 180, fork: 'a' }
const accepted: CallInput = { type: 'accepted', answer: sdp, fork: 'a' }
const contact: CallInput = { type: 'contact', contact: null }
const settled: CallInput = { type: 'timer', name: 'settle' }
const wire = { leg: 'l', reasons: [], wasAnswered: false } as const
const bye: CallInput = { type: 'ended', end: { ...wire, by: 'remote', how: 'bye' } }
const dialing = [dial, done('input'), done('offer')]
const arriving: CallInput[] = [{ type: 'arrive' }]
const ringing: CallInput[] = [...arriving, contact, settled, { type: 'announced' }]

const stages: Readonly<Record<string, CallModel>> = {
  preparing: after('outgoing', dial),
  dialing: after('outgoing', ...dialing),
  'ringing (out)': after('outgoing', ...dialing, ring),
  arriving: after('incoming', ...arriving),
  'ringing (in)': after('incoming', ...ringing),
  answering: after('incoming', ...ringing, { type: 'answer', id: 2 }),
  'answering, 200 out': after(
    'incoming',
    ...ringing,
    { type: 'answer', id: 2 },
    done('input'),
    done('answer'),
  ),
  answered: after('outgoing', ...dialing, ring, accepted, done('accept', 1)),
  ended: after('outgoing', ...dialing, bye),
}

const job = {
  id: 9,
  steps: [{ type: 'tones', digits: '1' }],
  via: 'auto',
  durationMs: 100,
  gapMs: 70,
} as const
const failure = { code: 'media_failed', message: 'x' } as const
const inputs: Readonly<Record<string, CallInput>> = {
  'answer()': { type: 'answer', id: 9 },
  'hangup()': { type: 'hangup', id: 9 },
  'hold()': { type: 'hold', id: 9, isHeld: true },
  'mute()': { type: 'mute', id: 9, isMuted: true },
  'sendDtmf()': { type: 'send-digits', job },
  'transfer()': { type: 'transfer', id: 9, kind: 'blind', target: '200' },
  announced: { type: 'announced' },
  'progress 180': ring,
  'progress 183 with SDP': { type: 'progress', status: 183, fork: 'a', answer: sdp },
  accepted,
  confirmed: { type: 'confirmed' },
  reoffer: { type: 'reoffer', offer: fakeSdp('hold', 'sendonly') },
  'reoffer-answered': { type: 'reoffer-answered', answer: sdp },
  'reoffer-failed': { type: 'reoffer-failed', status: 488 },
  info: { type: 'info', contentType: 'application/dtmf', body: '5' },
  refer: { type: 'refer', target: 'sip:200@pbx.example' },
  'refer, foreign scheme': { type: 'refer', target: 'javascript:alert(1)' },
  'ended (BYE)': bye,
  'ended (486)': { type: 'ended', end: { ...wire, by: 'remote', how: 'response', status: 486 } },
  'ended (CANCEL)': { type: 'ended', end: { ...wire, by: 'remote', how: 'cancel' } },
  'media-done input': done('input'),
  'media-done offer': done('offer'),
  'media-failed input': {
    type: 'media-failed',
    op: 'input',
    round: 0,
    failure: { code: 'microphone_denied', message: 'x' },
  },
  'media-failed offer': { type: 'media-failed', op: 'offer', round: 0, failure },
  'media digit': { type: 'media', fact: { type: 'digit', digit: '5' } },
  'media interrupted': { type: 'media', fact: { type: 'connection', state: 'interrupted' } },
  'media autoplay-blocked': { type: 'media', fact: { type: 'autoplay-blocked' } },
  'line-lost': { type: 'line-lost' },
  'line-restored': { type: 'line-restored' },
  contact: { type: 'contact', contact: { id: 1, full_name: 'A' } },
  'timer survival': { type: 'timer', name: 'survival' },
  'timer repair': { type: 'timer', name: 'repair' },
  'timer media-deadline': { type: 'timer', name: 'media-deadline' },
}

function cell(call: CallModel, input: CallInput): string {
  const step = stepCall(call, input, time)
  const silent = [
    'timer',
    'clear-timers',
    'gone',
    'appear',
    'raise',
    'close-media',
    'set-direction',
    'ring',
    'open-media',
  ]
  const acts = step.effects.flatMap((effect) => {
    if (effect.type === 'emit')
      return [
        effect.event.name === 'call_hangup' ? `call_hangup ${effect.event.detail.reason}` : effect.event.name,
      ]
    if (effect.type === 'error') return [`error ${effect.failure.code}`]
    if (effect.type === 'settle') return effect.failure ? [`rejects ${effect.failure.code}`] : []
    if (effect.type === 'reject') return [`_${effect.status}_`]
    return silent.includes(effect.type) ? [] : [`_${effect.type}_`]
  })
  const stage = step.call.stage === call.stage ? [] : [`→ **${step.call.stage}**`]
  return [...stage, ...acts].join(' ') || '·'
}

describe('call table', () => {
  const rows = new Map(
    Object.entries(stages).map(([stage, call]) => [
      stage,
      new Map(Object.entries(inputs).map(([name, input]) => [name, cell(call, input)])),
    ]),
  )

  it('starts each row in the stage it is named after', () => {
    for (const [stage, call] of Object.entries(stages)) expect(stage.split(/[ ,]/)[0]).toBe(call.stage)
  })

  it('is the table of docs/states.md', () => {
    const markdown = tableToMarkdown({ inputs: Object.keys(inputs), rows })
    expect(unpad(markdown)).toBe(sectionOf(states, 'call'))
  })

  it('tells call_hangup for every end of a call that was seen, and only there', () => {
    for (const [stage, cells] of rows)
      for (const text of cells.values()) {
        const isHidden = stage === 'preparing' || stage === 'arriving'
        expect(text.includes('call_hangup')).toBe(text.includes('→ **ended**') && !isHidden)
      }
  })
})
