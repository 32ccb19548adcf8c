import type { ErrorCode } from '../../errors.ts'
import type { CheckName, CheckState, DeviceRole } from '../ui-state.ts'
import type { DeviceRequestName, RequestContext, RequestTable } from './request-map.ts'

export const deviceRequests: RequestTable<DeviceRequestName> = {
  'set-device': async (context, { role, deviceId }) => {
    await setDevice[role](context, deviceId)
    context.set({ chosen: { ...context.get().chosen, [role]: deviceId } })
  },
  'toggle-microphone-test': async (context) => {
    const { microphoneLevel, recording } = context.get()
    context.keep('microphone', null)
    context.set({ microphoneLevel: null, recording: null })
    if (microphoneLevel === null || recording) return openMicrophone(context)
  },
  'play-sound': async (context, kind) => {
    const { chosen } = context.get()
    if (!(await context.browser.playSound(kind, kind === 'ring' ? chosen.ring : chosen.output)))
      context.fail('device_failed')
  },
  'ask-notification': async ({ browser, set }) => set({ notification: await browser.askNotification() }),
  'retry-microphone': async (context) => {
    context.set({ error: null })
    await openMicrophone(context)
    context.keep('microphone', null)
    context.set({ microphoneLevel: null })
  },
  'run-checks': (context) => runChecks(context),
  'finish-checks': ({ set }) => set({ isDutyDone: true, pane: null }),
}

const setDevice: Readonly<Record<DeviceRole, (context: RequestContext, deviceId: string) => Promise<void>>> =
  {
    input: ({ phone }, deviceId) => phone.setAudioInput(deviceId),
    output: ({ phone }, deviceId) => phone.setAudioOutput(deviceId),
    ring: ({ phone }, deviceId) => phone.setRingOutput(deviceId),
  }

async function openMicrophone(context: RequestContext): Promise<void> {
  const { input } = context.get().chosen
  context.set({ microphoneLevel: 0 })
  try {
    const stop = await context.browser.openMicrophone(input, (microphoneLevel) =>
      context.set({ microphoneLevel }),
    )
    // The screen was left while the browser asked.
    if (context.get().microphoneLevel === null) return stop()
    context.keep('microphone', stop)
    context.set({ devices: await context.phone.listDevices() })
  } catch (error) {
    context.set({ microphoneLevel: null })
    context.fail(microphoneErrorFrom(error))
  }
}

/** https://www.w3.org/TR/mediacapture-streams/#dom-mediadevices-getusermedia names the errors. */
const byDomName: Readonly<Record<string, ErrorCode>> = {
  NotAllowedError: 'microphone_denied',
  NotFoundError: 'microphone_not_found',
  OverconstrainedError: 'microphone_not_found',
  NotReadableError: 'microphone_in_use',
  AbortError: 'microphone_in_use',
  SecurityError: 'microphone_forbidden',
  TypeError: 'microphone_forbidden',
}

export function microphoneErrorFrom(error: unknown): ErrorCode {
  return (error instanceof Error && byDomName[error.name]) || 'microphone_denied'
}

/** All in one click: the browser ties sound and the questions to it. */
async function runChecks(context: RequestContext): Promise<void> {
  const { browser, phone } = context
  const mark = (name: CheckName, state: CheckState): void =>
    context.set({ checks: { ...context.get().checks, [name]: state } })
  const run = async (name: CheckName, check: () => Promise<CheckState>): Promise<void> => {
    mark(name, 'running')
    mark(name, await check().catch(() => 'failed' as const))
  }
  await run('audio', () => phone.unlockAudio().then(() => 'ok'))
  await run('ring', async () =>
    (await browser.playSound('ring', context.get().chosen.ring)) ? 'ok' : 'failed',
  )
  await run('microphone', () => checkMicrophone(context))
  await run('output', async () => {
    const devices = await phone.listDevices()
    context.set({ devices })
    return devices.some((device) => device.kind === 'audiooutput') ? 'ok' : 'warning'
  })
  await run('notification', async () => {
    const notification = await browser.askNotification()
    context.set({ notification })
    return notification === 'granted' ? 'ok' : 'warning'
  })
}

async function checkMicrophone(context: RequestContext): Promise<CheckState> {
  try {
    const stop = await context.browser.openMicrophone(context.get().chosen.input, () => {})
    stop()
    return 'ok'
  } catch (error) {
    context.fail(microphoneErrorFrom(error))
    return 'failed'
  }
}
