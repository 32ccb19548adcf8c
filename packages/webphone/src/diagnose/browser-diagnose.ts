/** `DiagnosePorts` of a real browser, over the ports that phones use. */
import { gatherKind } from './gather-kind.ts'
import { readMicrophone, tryOutput } from './try-devices.ts'
import { openTestPhone } from './test-phone.ts'
import type { ConnectWith } from './test-phone.ts'
import type { DiagnosePorts } from './diagnose-port.ts'
import type { PhoneSettings } from '../read-options.ts'
import type { StartingPorts } from '../ports.ts'

export interface BrowserDiagnoseParts {
  readonly settings: PhoneSettings
  readonly createPorts: (settings: PhoneSettings) => StartingPorts
  readonly connectWith: ConnectWith
}

export function createDiagnosePorts(parts: BrowserDiagnoseParts): DiagnosePorts {
  const { settings, createPorts } = parts
  // Made when first needed: a fault in it is then the fault of that check.
  let made: StartingPorts | undefined
  const ports = (): StartingPorts => (made ??= createPorts(settings))
  return {
    now: () => performance.now(),
    isSecureContext: () => isSecureContext,
    fetchConfig: (signal) => ports().api.fetchSipConfig({ signal }),
    openSocket: (url, signal) =>
      new Promise((resolve, reject) => {
        const socket = ports().socket.open(url, {
          onOpened() {
            resolve()
            socket.drop()
          },
          onFrame: () => {},
          onClosed: ({ reason }) => reject(new Error(reason)),
        })
        signal.addEventListener('abort', () => socket.drop())
      }),
    openMicrophone: async (signal) => readMicrophone((await ports().connected).media, settings, signal),
    tryOutput,
    gather: gatherKind,
    openPhone: (input, signal) => openTestPhone(parts, input, signal),
  }
}
