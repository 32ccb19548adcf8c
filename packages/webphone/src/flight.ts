/** `@zorio/webphone/flight`: a phone with a recorder beside it, for support. */
import { ZorioWebphone } from './index.ts'
import { browserClock } from './base/browser-clock.ts'
import { createRecorder } from './flight/recorder.ts'
import { eventNames, isEventName } from './events.ts'
import { recordPorts } from './flight/recorded-ports.ts'
import type { ConnectOptions, ZorioCall } from './index.ts'
import type { FlightRecorder, Recorder } from './flight/recorder.ts'

export type { FlightRecorder, RecordedCall } from './flight/recorder.ts'
export type { FlightEntry, FlightFact, FlightRecord, FlightSample } from './flight/flight-record.ts'

export interface RecordedPhone {
  /** The same phone that `ZorioWebphone.connect` gives. */
  readonly phone: ZorioWebphone
  readonly recorder: FlightRecorder
}

/**
 * `ZorioWebphone.connect` with a recorder: SIP messages, events, ICE, devices and one line of statistics a second, in memory only, the
 * last twenty calls. What it keeps is redacted when it is kept: no credentials, keys, names or full numbers. Rejects as `connect` does.
 */
export async function connectRecorded(options: ConnectOptions): Promise<RecordedPhone> {
  const recorder = createRecorder(browserClock)
  const phone = await ZorioWebphone.connectWith(options, (settings, real) =>
    recordPorts(real(settings), recorder),
  )
  for (const name of eventNames)
    if (isEventName(name)) phone.on(name, (payload: object) => note(recorder, name, payload))
  return { phone, recorder }
}

function note(recorder: Recorder, name: string, payload: object): void {
  if (payload instanceof Error || !('call' in payload)) return recorder.onEvent(name, payload)
  const { call, ...rest } = payload as { readonly call: ZorioCall }
  recorder.onEvent(name, rest, { snapshot: call.getSnapshot(), billsec: call.billsec })
}
