/** How the calls sound: bars, numbers, and a notice for as long as something is wrong. */
import type { CallQuality } from '../../events.ts'
import type { StringKey } from '../locales/strings.ts'
import type { RequestContext } from '../requests/request-map.ts'
import type { QualityLevel, QualityReading } from '../ui-state.ts'
import { dropNotice, showNotice } from './notices.ts'

type Warning = Extract<StringKey, `warn${string}`>

const words: Readonly<Record<CallQuality['warning'], Warning>> = {
  no_inbound_audio: 'warnDeaf',
  silent_inbound_audio: 'warnFarSilent',
  silent_microphone: 'warnMicrophone',
  high_loss: 'warnNetwork',
  high_jitter: 'warnNetwork',
  high_rtt: 'warnNetwork',
  low_mos: 'warnNetwork',
}

const helps: Readonly<Record<string, StringKey>> = {
  warnDeaf: 'warnDeafHelp',
  warnFarSilent: 'warnFarSilentHelp',
  warnMicrophone: 'warnMicrophoneHelp',
  warnNetwork: 'warnNetworkHelp',
}

const blank: QualityReading = {
  level: 3,
  warnings: [],
  mos: null,
  lossRatio: 0,
  jitterMs: 0,
  roundTripMs: null,
}

export function watchCallSound(context: RequestContext): () => void {
  const { phone, get, set } = context
  /** By call: the warnings that are on; several may share their words. */
  const raised = new Map<string, Set<CallQuality['warning']>>()
  const change = (uuid: string, patch: Partial<QualityReading>): void => {
    const { readings } = get()
    set({ readings: { ...readings, [uuid]: { ...(readings[uuid] ?? blank), ...patch } } })
  }
  const stops = [
    phone.on('call_stats', ({ call, mos, loss_ratio, jitter_ms, round_trip_ms }) =>
      change(call.uuid, { mos, lossRatio: loss_ratio, jitterMs: jitter_ms, roundTripMs: round_trip_ms }),
    ),
    phone.on('call_quality', ({ call, warning, is_raised }) => {
      const own = raised.get(call.uuid) ?? new Set()
      raised.set(call.uuid, own)
      if (is_raised) own.add(warning)
      else own.delete(warning)
      const warnings = [...new Set([...own].map((name) => words[name]))]
      change(call.uuid, { warnings, level: levelFrom(own) })
      const [first] = warnings
      const help = first && helps[first]
      if (!first || !help) dropNotice(context, 'quality')
      else if (is_raised)
        showNotice(context, { id: 'quality', tone: 'warn', text: first, help, action: 'quality' })
    }),
    phone.subscribe(() => forgetEnded(context, raised)),
  ]
  return () => stops.forEach((stop) => stop())
}

const severe: readonly CallQuality['warning'][] = ['no_inbound_audio', 'low_mos']

/** The other side's silence says nothing of the line. */
function levelFrom(warnings: ReadonlySet<CallQuality['warning']>): QualityLevel {
  if (severe.some((name) => warnings.has(name))) return 1
  return [...warnings].some((name) => name !== 'silent_inbound_audio') ? 2 : 3
}

function forgetEnded(context: RequestContext, raised: Map<string, unknown>): void {
  const { phone, get, set } = context
  const live = new Set(phone.calls.filter(({ state }) => state !== 'ended').map(({ uuid }) => uuid))
  const kept = Object.entries(get().readings).filter(([uuid]) => live.has(uuid))
  if (kept.length !== Object.keys(get().readings).length) set({ readings: Object.fromEntries(kept) })
  for (const uuid of raised.keys())
    if (!live.has(uuid)) {
      raised.delete(uuid)
      dropNotice(context, 'quality')
    }
}
