/** A whole phone for the diagnosis, beside one that may run in the same page. */
import type { ConnectOptions } from '../options.ts'
import type { MediaSession } from '../media/media-port.ts'
import type { PhoneSettings } from '../read-options.ts'
import type { ConnectedPorts, StartingPorts } from '../ports.ts'
import type { TestCall, TestPhone } from './diagnose-port.ts'
import type { Webphone } from '../phone-api.ts'

/** `ZorioWebphone.connectWith`; passed in, since the class loads this file. */
export type ConnectWith = (
  options: ConnectOptions,
  createPorts: (settings: PhoneSettings) => StartingPorts,
) => Promise<Webphone>

export interface TestPhoneParts {
  readonly settings: PhoneSettings
  readonly createPorts: (settings: PhoneSettings) => StartingPorts
  readonly connectWith: ConnectWith
}

export async function openTestPhone(
  { settings, createPorts, connectWith }: TestPhoneParts,
  audioInput: 'microphone' | 'tone',
  signal: AbortSignal,
): Promise<TestPhone> {
  const sessions: MediaSession[] = []
  const { apiBase, token, tokenResolver, audioInputDeviceId } = settings
  const codes: string[] = []
  const options: ConnectOptions = {
    ...{ apiBase, token, audioInput },
    ...(tokenResolver && { tokenResolver }),
    ...(audioInputDeviceId !== undefined && { audioInputDeviceId }),
    onError: ({ code }) => codes.push(code),
  }
  const phone = await connectWith(options, (all) => {
    const { connected, ...ports } = createPorts(all)
    return {
      ...ports,
      leadTabs: undefined,
      loadWatch: undefined,
      connected: watched(connected, sessions),
    }
  })
  // A call for the extension rings at the person's own phone; this one stays still.
  phone.on('incoming_call', () => phone.silenceRing?.())
  if (signal.aborted) await phone.disconnect()
  return {
    registered: (bound) => registered(phone, codes, bound),
    call: (number, bound) => dial(phone, { number, sessions }, bound),
    close: () => phone.disconnect(),
  }
}

async function watched(
  starting: StartingPorts['connected'],
  sessions: MediaSession[],
): Promise<ConnectedPorts> {
  const { media, ...connected } = await starting
  return {
    ...connected,
    // None of this tab: the registrar would take this phone for the one that runs in the page, and replace it.
    instanceId: undefined,
    media: {
      ...media,
      open(options, report) {
        const session = media.open(options, report)
        sessions.push(session)
        return session
      },
    },
  }
}

function registered(phone: Webphone, codes: readonly string[], signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const refuse = (): void =>
      reject(Object.assign(new Error('not registered'), { code: codes.at(-1) ?? '' }))
    const look = (): void => {
      if (phone.status === 'registered') resolve()
      else if (phone.status === 'unregistered' && codes.length > 0) refuse()
    }
    phone.on('status_changed', look, { signal })
    phone.on('error', look, { signal })
    phone.on('unregistered', ({ reason }) => reason === 'remote' && refuse(), { signal })
    look()
  })
}

async function dial(
  phone: Webphone,
  { number, sessions }: { readonly number: string; readonly sessions: readonly MediaSession[] },
  signal: AbortSignal,
): Promise<TestCall> {
  // A call for the extension may ring here too, and has a session of its own.
  const own = sessions.length
  const call = await phone.call(number)
  const hangup = (): Promise<void> => call.hangup()
  signal.addEventListener('abort', () => void hangup().catch(() => {}))
  await new Promise<void>((resolve, reject) => {
    phone.on('call_answered', (event) => event.call === call && resolve(), { signal })
    phone.on(
      'call_hangup',
      (event) => event.call === call && reject(Object.assign(new Error(), { reason: event.reason })),
      {
        signal,
      },
    )
    if (call.state === 'answered') resolve()
  })
  return {
    hangup,
    async stats() {
      const session = sessions[own]
      if (!session) throw new Error('The call has no media.')
      return session.stats()
    },
  }
}
