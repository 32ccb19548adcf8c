/** The ports of a phone with a recorder beside them: everything passes as it was. */
import { sampleBetween } from '../media/quality/stats.ts'
import { ufragOf } from './sip-summary.ts'
import type { Clock } from '../base/clock.ts'
import type { FlightSample } from './flight-record.ts'
import type { MediaFact, MediaPort, MediaSession, MediaStats } from '../media/media-port.ts'
import type { MediaRef, Recorder } from './recorder.ts'
import type { SocketPort } from '../signaling/socket-port.ts'
import type { StartingPorts } from '../ports.ts'

export function recordPorts(ports: StartingPorts, recorder: Recorder): StartingPorts {
  const connected = Promise.resolve(ports.connected).then((real) => ({
    ...real,
    media: recordMedia(real.media, ports.clock, recorder),
  }))
  // The phone waits for the same promise; when it fails there, it must not fail unheard here.
  connected.catch(() => {})
  return { ...ports, socket: recordSockets(ports.socket, recorder), connected }
}

function recordSockets(real: SocketPort, recorder: Recorder): SocketPort {
  return {
    open(url, facts) {
      const socket = real.open(url, {
        ...facts,
        onFrame(text) {
          recorder.onSip('received', text)
          facts.onFrame(text)
        },
      })
      return {
        send(text) {
          recorder.onSip('sent', text)
          socket.send(text)
        },
        drop: () => socket.drop(),
      }
    },
  }
}

function recordMedia(real: MediaPort, clock: Clock, recorder: Recorder): MediaPort {
  const noteDevices = (): void =>
    void real.listDevices().then(
      (devices) => recorder.onDevices(devices),
      () => {},
    )
  const { ring } = real
  return {
    ring,
    unlock: () => real.unlock(),
    listDevices: () => real.listDevices(),
    setInput: (deviceId) => real.setInput(deviceId),
    setOutput: (deviceId) => real.setOutput(deviceId),
    setRingOutput: (deviceId) => real.setRingOutput(deviceId),
    dispose: () => real.dispose(),
    prepare: (report, ice) =>
      real.prepare((fact) => {
        if (fact.type === 'devices-changed') noteDevices()
        report(fact)
      }, ice),
    open(options, report) {
      noteDevices()
      const ref: MediaRef = { ufrags: new Set() }
      const session = real.open(options, (fact) => {
        recorder.onMedia(ref, { kind: 'media', what: wordFor(fact) })
        report(fact)
      })
      return recordSession(session, ref, { clock, recorder })
    },
  }
}

/** Never the digit itself: it may be part of a card number. */
const wordFor = (fact: MediaFact): string => (fact.type === 'connection' ? fact.state : fact.type)

function recordSession(
  session: MediaSession,
  ref: MediaRef,
  { clock, recorder }: { clock: Clock; recorder: Recorder },
): MediaSession {
  const timed = async <T>(what: string, operation: Promise<T>): Promise<T> => {
    const started = clock.now()
    const tell = (more: { error?: string }): void =>
      recorder.onMedia(ref, { kind: 'media', what, ms: Math.round(clock.now() - started), ...more })
    try {
      const done = await operation
      if (typeof done === 'string') ref.ufrags.add(ufragOf(done) ?? '')
      tell({})
      return done
    } catch (error) {
      tell({ error: error instanceof Error ? error.name : 'unknown' })
      throw error
    }
  }
  const stop = sampleEverySecond(session, clock, (sample) =>
    recorder.onMedia(ref, { kind: 'stats', ...sample }),
  )
  return {
    ...session,
    startInput: () => timed('startInput', session.startInput()),
    createOffer: (options) => timed('createOffer', session.createOffer(options)),
    answerOffer: (offer) => timed('answerOffer', session.answerOffer(offer)),
    acceptAnswer: (answer, stage) => timed(`acceptAnswer ${stage}`, session.acceptAnswer(answer, stage)),
    rollback: () => timed('rollback', session.rollback()),
    close() {
      stop()
      recorder.onMedia(ref, { kind: 'media', what: 'closed' })
      session.close()
    },
  }
}

const everyMs = 1000

/** From the first packet on. Returns the end of it. */
function sampleEverySecond(
  session: MediaSession,
  clock: Clock,
  tell: (sample: FlightSample) => void,
): () => void {
  let before: { readonly stats: MediaStats; readonly at: number } | undefined
  let cancel = (): void => {}
  let isStopped = false
  const look = async (): Promise<void> => {
    const stats = await session.stats().catch(() => undefined)
    if (isStopped) return
    const at = clock.now()
    if (stats && before && stats.packetsSent + stats.packetsReceived > 0)
      tell(sampleFrom(before.stats, stats, at - before.at))
    if (stats) before = { stats, at }
    cancel = clock.setTimer(everyMs, () => void look())
  }
  cancel = clock.setTimer(everyMs, () => void look())
  return () => {
    isStopped = true
    cancel()
  }
}

const round = (value: number, places: number): number => Number(value.toFixed(places))
const orNull = (value: number | undefined, places: number): number | null =>
  value === undefined ? null : round(value, places)

function sampleFrom(before: MediaStats, after: MediaStats, elapsedMs: number): FlightSample {
  const sample = sampleBetween(before, after, elapsedMs)
  return {
    packetsSent: sample.packetsSent,
    packetsReceived: sample.packetsReceived,
    lossPercent: round(sample.lossRatio * 100, 2),
    jitterMs: round(sample.jitterMs, 1),
    roundTripMs: orNull(sample.roundTripMs, 1),
    mos: orNull(sample.mos, 2),
    inboundLevel: round(sample.inboundLevel, 9),
    outboundLevel: orNull(sample.outboundLevel, 9),
    route: after.route ?? null,
  }
}
