/** A call to the number that gives back what is sent: the only check of the whole way that audio takes. */
import { sampleBetween } from '../../media/quality/stats.ts'
import type { QualitySample } from '../../media/quality/stats.ts'
import type { DiagnosePorts, TestCall, TestPhone } from '../diagnose-port.ts'
import type { Outcome } from '../result.ts'

export interface EchoOrder {
  readonly phone: TestPhone
  readonly number: string
  /** How long to listen at most; the deadline of the run may cut it. */
  readonly listenMs: number
  readonly wait: (ms: number) => Promise<void>
}

/** The first packets show the way being found, not the way. */
const settleMs = 600

export async function checkEchoCall(
  ports: DiagnosePorts,
  order: EchoOrder,
  signal: AbortSignal,
): Promise<Outcome> {
  let call: TestCall | undefined
  try {
    call = await order.phone.call(order.number, signal)
    await order.wait(settleMs)
    const before = await call.stats()
    const started = ports.now()
    await order.wait(order.listenMs)
    const after = await call.stats()
    return outcomeOf(sampleBetween(before, after, ports.now() - started))
  } catch (caught) {
    if (call) return { code: 'echo_no_audio', details: { message: String(caught) } }
    const reason =
      typeof caught === 'object' && caught !== null && 'reason' in caught ? String(caught.reason) : ''
    const isUnknown = reason === 'unallocated_number'
    return { code: isUnknown ? 'echo_no_number' : 'echo_not_answered', details: { reason } }
  } finally {
    await call?.hangup().catch(() => {})
  }
}

const round = (value: number, places: number) => Number(value.toFixed(places))

function outcomeOf(sample: QualitySample): Outcome {
  const { packetsReceived, packetsSent, lossRatio, jitterMs, roundTripMs, mos } = sample
  const details = {
    packets_received: packetsReceived,
    packets_sent: packetsSent,
    loss_percent: round(lossRatio * 100, 2),
    jitter_ms: round(jitterMs, 1),
    ...(roundTripMs !== undefined && { round_trip_ms: round(roundTripMs, 1) }),
    ...(mos !== undefined && { mos: round(mos, 2) }),
  }
  if (packetsReceived === 0) return { code: 'echo_no_audio', details }
  // The limits of the `call_quality` event.
  if (lossRatio > 0.03) return { code: 'echo_loss', details }
  if (jitterMs > 30) return { code: 'echo_jitter', details }
  return { code: (mos ?? 0) < 3.5 ? 'echo_low_quality' : 'echo_ok', details }
}
