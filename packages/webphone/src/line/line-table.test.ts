/** Every phase x every input of the line, compared with the table in docs/states.md. */
import { describe, expect, it } from 'vitest'
import { initialLine } from './line-state.ts'
import { sectionOf, tableToMarkdown, unpad } from '../testing/machine-table.ts'
import { stepLine } from './line-step.ts'
import states from '../../../../docs/states.md?raw'
import type { LineInput, LineState } from './line-state.ts'

const config = { urls: ['wss://a'], keepaliveMs: 20_000, credentialsTtlMs: 3_600_000 }
const time = { now: 100_000, random: 0 }

function after(...inputs: LineInput[]): LineState {
  let line = initialLine({ reconnectFailedAfterMs: 300_000 })
  for (const input of inputs) line = stepLine(line, input, { now: 50_000, random: 0 }).line
  return line
}

const start: LineInput = { type: 'start', config, autoRegister: true }
const opened: LineInput = { type: 'opened', generation: 1 }
const registered: LineInput = { type: 'registered' }
const closed: LineInput = { type: 'closed', generation: 1, reason: 'cut' }
const refused = (status: number): LineInput => ({ type: 'register-failed', cause: 'rejected', status })
const signal = (
  name: 'online' | 'offline' | 'visible' | 'hidden' | 'resume' | 'pagehide' | 'pageshow',
): LineInput => ({
  type: 'signal',
  signal: name,
})
const timer = (
  name: 'connect' | 'retry' | 'outage' | 'watch' | 'pong' | 'doubt' | 'credentials' | 'leave',
  lateMs = 0,
): LineInput => ({
  type: 'timer',
  name,
  lateMs,
})

const phases: Readonly<Record<string, LineState>> = {
  idle: after(),
  opening: after(start),
  registering: after(start, opened),
  online: after(start, opened, registered),
  open: after({ ...start, autoRegister: false }, opened),
  holding: after(start, opened, refused(503)),
  'backing-off': after(start, closed),
  leaving: after(start, opened, registered, { type: 'unregister' }),
  parked: after(start, opened, registered, { type: 'unregister' }, { type: 'unregistered' }),
  suspended: after(start, opened, registered, signal('pagehide')),
  down: after(start, { type: 'disconnect' }),
}

const inputs: Readonly<Record<string, LineInput>> = {
  start,
  opened,
  closed,
  'closed (older socket)': { type: 'closed', generation: 0, reason: 'old' },
  registered,
  'register-failed 403': refused(403),
  'register-failed 503': refused(503),
  'register-failed timeout': { type: 'register-failed', cause: 'timeout' },
  'register-failed flow-lost': { type: 'register-failed', cause: 'flow-lost' },
  unregistered: { type: 'unregistered' },
  pong: { type: 'pong' },
  config: { type: 'config', config },
  'config-failed': { type: 'config-failed', code: 'bootstrap_failed', message: 'x' },
  'config-failed token_rejected': { type: 'config-failed', code: 'token_rejected', message: 'x' },
  'calls 1': { type: 'calls', count: 1 },
  'calls 0': { type: 'calls', count: 0 },
  'timer connect': timer('connect'),
  'timer retry': timer('retry'),
  'timer outage': timer('outage'),
  'timer watch': timer('watch'),
  'timer watch, late': timer('watch', 60_000),
  'timer pong': timer('pong'),
  'timer pong, late': timer('pong', 60_000),
  'timer doubt': timer('doubt'),
  'timer credentials': timer('credentials'),
  'timer leave': timer('leave'),
  'signal online': signal('online'),
  'signal offline': signal('offline'),
  'signal visible': signal('visible'),
  'signal hidden': signal('hidden'),
  'signal resume': signal('resume'),
  'signal pagehide': signal('pagehide'),
  'signal pageshow': signal('pageshow'),
  'register()': { type: 'register' },
  'unregister()': { type: 'unregister' },
  'disconnect()': { type: 'disconnect' },
}

/** Next phase where it changes, then what is done, without timers and drops. */
function cell(line: LineState, input: LineInput): string {
  const step = stepLine(line, input, time)
  const silent = ['timer', 'clear-timers', 'open-flow', 'drop', 'settle', 'tell-calls']
  const acts = step.effects.flatMap((effect) => {
    if (effect.type === 'emit') return [effect.name]
    if (effect.type === 'error') return [`error ${effect.failure.code}`]
    return silent.includes(effect.type) ? [] : [`_${effect.type}_`]
  })
  const phase = step.line.phase === line.phase ? [] : [`→ **${step.line.phase}**`]
  return [...phase, ...acts].join(' ') || '·'
}

describe('line table', () => {
  const rows = new Map(
    Object.entries(phases).map(([phase, line]) => [
      phase,
      new Map(Object.entries(inputs).map(([name, input]) => [name, cell(line, input)])),
    ]),
  )

  it('starts each row in the phase it is named after', () => {
    for (const [phase, line] of Object.entries(phases)) expect(line.phase).toBe(phase)
  })

  it('is the table of docs/states.md', () => {
    const markdown = tableToMarkdown({ inputs: Object.keys(inputs), rows })
    expect(unpad(markdown)).toBe(sectionOf(states, 'line'))
  })

  it('never leaves down, and never emits there', () => {
    for (const text of rows.get('down')?.values() ?? []) expect(text).toBe('·')
  })
})
