/** Which device comes next when the present one went away. Pure. */
import type { Device } from './devices.ts'

export interface DeviceChoice {
  readonly kind: Device['kind']
  readonly devices: readonly Device[]
  /** Ids that the user chose, newest first. */
  readonly history: readonly string[]
  /** Id in use; undefined when none is. */
  readonly current?: string
}

/** How many choices are worth remembering per kind. */
const historyLength = 5

/**
 * The current device while it is there, else the newest chosen one that is, else the system's default, else the first.
 * Undefined: there is no device of the kind.
 */
export function chooseDevice({ kind, devices, history, current }: DeviceChoice): string | undefined {
  const present = devices.filter((device) => device.kind === kind).map((device) => device.deviceId)
  const wanted = current === undefined ? history : [current, ...history]
  return wanted.find((id) => present.includes(id)) ?? present.find((id) => id === 'default') ?? present[0]
}

export function rememberChoice(history: readonly string[], chosen: string): string[] {
  return [chosen, ...history.filter((id) => id !== chosen)].slice(0, historyLength)
}
