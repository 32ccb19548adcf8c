/** Where a call's own audio comes from, and the microphone as one such source. */
import { errorName, microphoneError, microphoneForbidden, microphonePromptIgnored } from './media-error.ts'
import { within } from '../base/within.ts'

/** One open input; each call has its own, so that mute and hold of one do not touch another. */
export interface OpenInput {
  readonly track: MediaStreamTrack
  /** Releases the device. Idempotent. */
  stop(): void
}

export interface InputSource {
  /** Rejects with `microphone_*`. `exactDeviceId`: that device or none; without it the chosen one, else the default. */
  open(exactDeviceId?: string): Promise<OpenInput>
}

/** A caller hears ringing while the prompt is open; after this the answer is taken as "no". */
const promptTimeoutMs = 25_000

export function createMicrophone(chosenDeviceId: () => string | undefined): InputSource {
  async function open(exactDeviceId?: string): Promise<OpenInput> {
    const { mediaDevices }: { mediaDevices?: MediaDevices } = navigator
    // Absent in an insecure context (W3C mediacapture-main 10.1).
    if (!mediaDevices) throw microphoneForbidden()
    try {
      return await ask(mediaDevices, exactDeviceId ?? chosenDeviceId()).catch((error: unknown) => {
        if (exactDeviceId !== undefined || !isDeviceGone(error)) throw error
        return ask(mediaDevices, undefined)
      })
    } catch (error) {
      throw microphoneError(error)
    }
  }

  return { open }
}

function isDeviceGone(error: unknown): boolean {
  return ['OverconstrainedError', 'NotFoundError'].includes(errorName(error))
}

function constraintsFor(deviceId: string | undefined): MediaTrackConstraints {
  const processing = { echoCancellation: true, noiseSuppression: true, autoGainControl: true }
  // `default` must follow the system, which an exact id would not.
  const isDefault = deviceId === undefined || deviceId === '' || deviceId === 'default'
  return isDefault ? processing : { ...processing, deviceId: { exact: deviceId } }
}

/** A stream that comes after we gave up is released at once. */
async function ask(mediaDevices: MediaDevices, deviceId: string | undefined): Promise<OpenInput> {
  const request = mediaDevices.getUserMedia({ audio: constraintsFor(deviceId), video: false })
  const stream = await within(promptTimeoutMs, request, () => {
    request.then(stopTracks, () => undefined)
    throw microphonePromptIgnored()
  })
  const [track] = stream.getAudioTracks()
  if (!track) throw new DOMException('The stream has no audio track.', 'NotFoundError')
  return { track, stop: () => stopTracks(stream) }
}

function stopTracks(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop()
}
