/**
 * When an audio device goes away in a call, the next good one is taken; when the one that the user chose comes back, it is
 * taken again. One try for each piece of news: a refused permission must not become a row of prompts.
 */
import { chooseDevice, rememberChoice } from '../media/device-choice.ts'
import type { AudioDevice } from '../phone-api.ts'
import type { WatchedPhone, WatchFact } from './watch-port.ts'

type Kind = AudioDevice['kind']

interface Care {
  readonly kind: Kind
  /** Ids that the user chose, newest first. */
  history: string[]
  inUse: string
  isLost: boolean
}

/** The system's own choice, which exists as long as any device does. */
const systemDefault = 'default'

export function careForDevices(phone: WatchedPhone, signal: AbortSignal): (fact: WatchFact) => void {
  const { media } = phone.ports
  const { audioInputDeviceId, audioOutputDeviceId } = phone.settings
  const inputs = careOf('audioinput', audioInputDeviceId)
  const outputs = careOf('audiooutput', audioOutputDeviceId)
  let work = Promise.resolve()

  const take = async (care: Care, deviceId: string) => {
    await (care.kind === 'audioinput' ? media.setInput(deviceId) : media.setOutput(deviceId))
    care.inUse = deviceId
    care.isLost = false
    if (signal.aborted) return
    phone.reporter.emit('device_changed', { kind: care.kind, device_id: deviceId })
  }

  const check = async (care: Care) => {
    const devices = await media.listDevices()
    if (signal.aborted || !phone.calls.visible.some((one) => one.snapshot.state === 'answered')) return
    const next = nextDevice(care, devices)
    if (next !== undefined) await take(care, next)
  }

  const ask = (care: Care) => {
    // One after the other: two changes of a headset come as two events.
    work = work
      .then(() => check(care))
      .catch((error: unknown) => phone.reporter.logger.debug(`no other ${care.kind} could be taken`, error))
  }

  return (fact) => {
    if (fact.type === 'chosen') onChosen(fact.kind === 'audioinput' ? inputs : outputs, fact.deviceId)
    else if (fact.type === 'devices') [inputs, outputs].forEach(ask)
    else if (fact.type === 'call-error' && fact.code === 'microphone_lost') {
      inputs.isLost = true
      ask(inputs)
    }
  }
}

function careOf(kind: Kind, chosen = ''): Care {
  return { kind, history: chosen ? [chosen] : [], inUse: chosen || systemDefault, isLost: false }
}

function onChosen(care: Care, deviceId: string): void {
  care.history = rememberChoice(care.history, deviceId)
  care.inUse = deviceId || systemDefault
  care.isLost = false
}

/** Undefined: all is well, or there is nothing to take. */
function nextDevice(
  { kind, history, inUse, isLost }: Care,
  devices: readonly AudioDevice[],
): string | undefined {
  const [wanted = inUse] = history
  const next = chooseDevice({ kind, devices, history: isLost ? history : [wanted, inUse] })
  if (isLost) return next
  // Following the system needs no help of ours.
  if (inUse === systemDefault && next !== history[0]) return undefined
  // A page may play by default although no output is listed (Safari); a microphone that is not listed is not there.
  const taken = next ?? (kind === 'audiooutput' ? systemDefault : undefined)
  return taken === inUse ? undefined : taken
}
