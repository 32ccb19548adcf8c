/** The input of one call: opened once, replaceable, silenced by mute and by hold, and never left running after `close`. */
import type { InputSource, OpenInput } from './microphone.ts'
import { mediaError } from './media-error.ts'

export interface LocalInput {
  /** Idempotent while the track lives; opens again after it was lost. */
  start(): Promise<void>
  /** Another device in the running call; nothing happens when no input was started. */
  replace(deviceId: string): Promise<void>
  /** Where the track is sent, as soon as both exist. */
  bind(sender: RTCRtpSender): void
  setMuted: (isMuted: boolean) => void
  setPaused(isPaused: boolean): void
  close(): void
}

export function createLocalInput(source: InputSource, onLost: () => void): LocalInput {
  let current: OpenInput | undefined
  let starting: Promise<void> | undefined
  let sender: RTCRtpSender | undefined
  let isStarted = false
  const silence = { isMuted: false, isPaused: false }
  let isClosed = false

  // A disabled track sends silence, so that NATs and RTP timers of the PBX see packets all the time.
  function applySilence(change: Partial<typeof silence> = {}): void {
    Object.assign(silence, change)
    if (current) current.track.enabled = !silence.isMuted && !silence.isPaused
  }

  async function take(opened: OpenInput): Promise<void> {
    const previous = current
    current = opened
    opened.track.addEventListener('ended', () => {
      if (current === opened && !isClosed) onLost()
    })
    applySilence()
    await sender?.replaceTrack(opened.track).catch(() => undefined)
    previous?.stop()
  }

  async function openAndTake(exactDeviceId?: string): Promise<void> {
    const opened = await source.open(exactDeviceId)
    if (isClosed) {
      opened.stop()
      throw mediaError('closed')
    }
    await take(opened)
  }

  function start(): Promise<void> {
    isStarted = true
    if (current?.track.readyState === 'live') return Promise.resolve()
    starting ??= openAndTake().finally(() => {
      starting = undefined
    })
    return starting
  }

  async function replace(deviceId: string): Promise<void> {
    if (!isStarted || isClosed) return
    await starting?.catch(() => undefined)
    await openAndTake(deviceId)
  }

  function bind(to: RTCRtpSender): void {
    sender = to
    if (current) to.replaceTrack(current.track).catch(() => undefined)
  }

  function close(): void {
    isClosed = true
    current?.stop()
    current = undefined
  }

  return {
    start,
    replace,
    bind,
    setMuted: (isMuted) => applySilence({ isMuted }),
    setPaused: (isPaused) => applySilence({ isPaused }),
    close,
  }
}
