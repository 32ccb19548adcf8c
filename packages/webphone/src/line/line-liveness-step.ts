/** The part of the line that doubts: pings, missing pongs, sleep, and what the page says about the network. */
import {
  dropSocket,
  loseConnection,
  openSocket,
  setTimer,
  settlePing,
  stopTimers,
  tellUnregistered,
} from './line-turn-rules.ts'
import { isServed, isWaiting } from './line-state.ts'
import { cutWait } from './line-registration-step.ts'
import type { LineTurn } from './line-turn-rules.ts'
import type { LineInput } from './line-state.ts'

type TimerInput = LineInput & { type: 'timer' }

/** A timer later than this means that the page slept. */
const gapMs = 5000
/** A pong later than this makes us doubt in public. */
const doubtMs = 2000
/** Verdict after a wake, in time for the 5 s that we promise. */
const wakeWaitMs = 4000
/** Most handshakes are over by then. */
const hungMs = 1000
/** Two probes within this are one. */
const sameProbeMs = 1000

// Found dead at the latest after interval + tick + wait: 28 s idle, 13 s in a call.
const idle = { longestIntervalMs: 20_000, tickMs: 5000, waitMs: 8000 }
const inCall = { intervalMs: 8000, tickMs: 4000, waitMs: 5000 }

/** Browsers let the timers of a hidden page fire once a minute: that is no sleep, and messages were heard all the time. */
const throttleMs = 65_000

function hasSlept({ line }: LineTurn, lateMs: number): boolean {
  return lateMs > (line.isHidden ? throttleMs : gapMs)
}

function ping(turn: LineTurn, waitMs: number): void {
  const { line } = turn
  if (line.isPingOut && turn.now - line.lastPingAt < sameProbeMs) return
  line.lastPingAt = turn.now
  line.isPingOut = true
  setTimer(turn, 'pong', waitMs)
  if (line.phase === 'online') setTimer(turn, 'doubt', doubtMs)
  turn.effects.push({ type: 'ping' })
}

export function armWatch(turn: LineTurn): void {
  const { line } = turn
  // Few wake-ups on a hidden page: only when the next ping is due, whatever made the last one.
  const hiddenTickMs = Math.max(idle.tickMs, line.lastPingAt + idle.longestIntervalMs - turn.now)
  setTimer(turn, 'watch', line.liveCalls > 0 ? inCall.tickMs : line.isHidden ? hiddenTickMs : idle.tickMs)
}

export function onWatch(turn: LineTurn, { lateMs }: TimerInput): void {
  const { line } = turn
  if (!isServed(line.phase)) return
  if (hasSlept(turn, lateMs)) wake(turn)
  else pingIfDue(turn)
  armWatch(turn)
}

function pingIfDue(turn: LineTurn): void {
  const { line } = turn
  const isBusy = line.liveCalls > 0
  const intervalMs = isBusy ? inCall.intervalMs : Math.min(line.config.keepaliveMs, idle.longestIntervalMs)
  if (line.isPingOut || turn.now - line.lastPingAt < intervalMs) return
  ping(turn, isBusy ? inCall.waitMs : idle.waitMs)
}

export function onPong(turn: LineTurn): void {
  const { line } = turn
  line.hasPonged = true
  settlePing(turn)
  if (line.doubt === 'pong') line.doubt = 'none'
}

export function onPongDue(turn: LineTurn, { lateMs }: TimerInput): void {
  if (!isServed(turn.line.phase)) return
  // The pong may lie unread behind this timer: the page slept. Ask again, once.
  if (hasSlept(turn, lateMs) && !turn.line.askedAgain) {
    turn.line.askedAgain = true
    return wake(turn)
  }
  loseConnection(turn, 'no answer to ping')
}

export function onDoubt(turn: LineTurn): void {
  const { line, effects } = turn
  if (line.phase !== 'online' || !line.isPingOut) return
  if (line.doubt === 'none') line.doubt = 'pong'
  // Not every server knows this ping; each answers REGISTER.
  if (!line.hasPonged) effects.push({ type: 'send-register' })
}

function probe(turn: LineTurn, doubt: 'pong' | 'register'): void {
  const { line } = turn
  if (line.phase === 'online' && line.doubt !== 'register') line.doubt = doubt
  ping(turn, wakeWaitMs)
}

/** After sleep or freeze: the registrar may have forgotten us although the socket still answers. */
function wake(turn: LineTurn): void {
  const { line } = turn
  if (isWaiting(line.phase)) return cutWait(turn)
  if (!isServed(line.phase)) return
  probe(turn, 'register')
  if (line.phase === 'online') turn.effects.push({ type: 'send-register' })
}

/** `pagehide`: calls were ended before; one frame un-registers, and nothing of ours keeps the page out of the cache. */
function suspend(turn: LineTurn): void {
  const { line } = turn
  if (line.phase === 'leaving' || line.phase === 'idle' || !line.wantsSocket) return
  if (isServed(line.phase) && (line.isRegistered || line.phase === 'registering'))
    turn.effects.push({ type: 'send-unregister' })
  dropSocket(turn, 'page hidden')
  if (line.isRegistered) tellUnregistered(turn, 'transport_disconnect')
  line.phase = 'suspended'
  stopTimers(turn, 'outage', 'credentials')
}

function revive(turn: LineTurn): void {
  const { line } = turn
  if (line.phase !== 'suspended') return wake(turn)
  line.attempt = 0
  line.outageSince = null
  setTimer(turn, 'credentials', 0)
  openSocket(turn)
}

export function onSignal(turn: LineTurn, { signal }: LineInput & { type: 'signal' }): void {
  const { line } = turn
  if (signal === 'hidden' || signal === 'visible') line.isHidden = signal === 'hidden'
  if (signal === 'pagehide') return suspend(turn)
  if (signal === 'pageshow') return revive(turn)
  if (signal === 'resume') return wake(turn)
  if (signal === 'freeze' || signal === 'hidden') return
  const isUp = isServed(line.phase)
  if (isUp && signal === 'visible') ping(turn, wakeWaitMs)
  else if (isUp && line.phase !== 'holding') probe(turn, 'pong')
  // An attempt that hangs was made by the network of before: the browser would hold on to it.
  else if (signal === 'online' && line.phase === 'opening' && turn.now - line.lastAttemptAt >= hungMs) {
    dropSocket(turn, 'another network')
    openSocket(turn)
  }
  // `offline` is a rumour (a VPN that flaps): it never ends anything, and never starts an attempt.
  else if (isWaiting(line.phase) && signal !== 'offline') cutWait(turn)
}
