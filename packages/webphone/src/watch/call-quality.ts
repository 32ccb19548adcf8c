/** Judges the sound of answered calls from their counters: one-way audio, a dead microphone, a bad network. */
import { sampleBetween } from '../media/quality/stats.ts'
import { stepWarnings } from '../media/quality/warnings.ts'
import type { CallQuality } from '../events.ts'
import type { CallRunner } from '../call/call-host.ts'
import type { MediaStats } from '../media/media-port.ts'
import type { WarningMemory, WarningName } from '../media/quality/warnings.ts'
import type { JudgeQuality, WatchedPhone } from './watch-port.ts'

type Advice = Pick<CallQuality, 'warning' | 'hop' | 'remedy'>

const badNetwork =
  'The network is bad here: use a cable, come closer to the access point, or stop large transfers.'

const advice: Readonly<Record<WarningName, Advice>> = {
  'no-inbound-audio': {
    warning: 'no_inbound_audio',
    hop: 'network',
    remedy: 'No audio arrives: check firewall and TURN settings, or call again.',
  },
  'silent-inbound-audio': {
    warning: 'silent_inbound_audio',
    hop: 'far_end',
    remedy: 'The other side sends silence: it is muted, or its microphone does not work.',
  },
  'silent-microphone': {
    warning: 'silent_microphone',
    hop: 'microphone',
    remedy: 'Your microphone sends silence: check its mute switch, or choose another one.',
  },
  'high-loss': { warning: 'high_loss', hop: 'network', remedy: badNetwork },
  'high-jitter': { warning: 'high_jitter', hop: 'network', remedy: badNetwork },
  'high-rtt': { warning: 'high_rtt', hop: 'network', remedy: badNetwork },
  'low-mos': { warning: 'low_mos', hop: 'network', remedy: badNetwork },
}

interface Reading {
  readonly stats: MediaStats
  readonly at: number
  readonly memory: WarningMemory
}

export function createJudge(phone: WatchedPhone, signal: AbortSignal): JudgeQuality {
  const readings = new WeakMap<CallRunner, Reading>()

  const judge = async (call: CallRunner) => {
    const stats = await call.stats()?.catch(() => undefined)
    if (!stats || signal.aborted || call.snapshot.state !== 'answered') return
    const at = phone.ports.clock.now()
    const before = readings.get(call)
    // While ICE is down the call tells so by itself.
    if (!before || call.snapshot.media !== 'connected')
      return void readings.set(call, { stats, at, memory: before?.memory ?? {} })
    const sample = sampleBetween(before.stats, stats, at - before.at)
    const { isHeld, isRemoteHeld, isMuted } = call.snapshot
    const next = stepWarnings(before.memory, sample, { isHeld: isHeld || isRemoteHeld, isMuted })
    readings.set(call, { stats, at, memory: next.memory })
    const mos = sample.mos === undefined ? null : Math.round(sample.mos * 100) / 100
    phone.reporter.emit('call_stats', {
      call: call.api,
      mos,
      loss_ratio: sample.lossRatio,
      jitter_ms: sample.jitterMs,
      round_trip_ms: sample.roundTripMs ?? null,
    })
    const tell = (is_raised: boolean) => (name: WarningName) =>
      phone.reporter.emit('call_quality', { call: call.api, ...advice[name], is_raised, mos })
    next.raised.forEach(tell(true))
    next.cleared.forEach(tell(false))
  }

  return async (calls) => void (await Promise.all(calls.map(judge)))
}
