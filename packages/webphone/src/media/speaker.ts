/** Plays what the far end sends: one audio element a call, outside of the document. */
import { deviceError, errorName } from './media-error.ts'
import { within } from '../base/within.ts'

export interface Speaker {
  /** The same track again is harmless. */
  play(track: MediaStreamTrack): void
  /** True when it plays, or when there is nothing to play. */
  retry(): Promise<boolean>
  setSink(deviceId: string): Promise<void>
  close(): void
}

export interface SpeakerOptions {
  readonly sinkId: string
  readonly onBlocked: () => void
  readonly onPlaying: () => void
}

const playBoundMs = 1_000

export function createSpeaker(options: SpeakerOptions): Speaker {
  const element = document.createElement('audio')
  let isClosed = false
  let isPlaying = false
  let wasBlockedTold = false
  if (options.sinkId) setSinkId(element, options.sinkId).catch(() => undefined)

  async function attempt(): Promise<boolean> {
    try {
      await element.play()
    } catch (error) {
      isPlaying = false
      // AbortError: the stream was set again, or the call ended. Only NotAllowedError is the browser's autoplay rule.
      if (errorName(error) === 'NotAllowedError' && !wasBlockedTold && !isClosed) {
        wasBlockedTold = true
        options.onBlocked()
      }
      return false
    }
    if (!isPlaying && !isClosed) {
      isPlaying = true
      options.onPlaying()
    }
    return true
  }

  function play(track: MediaStreamTrack): void {
    if (isClosed) return
    const known = element.srcObject instanceof MediaStream ? element.srcObject.getTracks() : []
    if (!known.includes(track)) element.srcObject = new MediaStream([track])
    void attempt()
  }

  // Systems pause an element when a headset goes away; the call is not over.
  function onPause(): void {
    if (!isClosed && isPlaying) void attempt()
  }
  element.addEventListener('pause', onPause)

  return {
    play,
    retry: () =>
      isClosed || element.srcObject === null
        ? Promise.resolve(true)
        : within(playBoundMs, attempt(), () => false),
    setSink: (deviceId) => setSinkId(element, deviceId),
    close: () => {
      isClosed = true
      element.removeEventListener('pause', onPause)
      element.pause()
      element.srcObject = null
    },
  }
}

/** `default` and the empty id are the system's choice. Rejects with `device_failed`. */
export async function setSinkId(element: HTMLMediaElement, deviceId: string): Promise<void> {
  const sinkId = deviceId === 'default' ? '' : deviceId
  if (!('setSinkId' in element)) {
    if (sinkId === '') return
    throw deviceError('This browser cannot choose the output device.')
  }
  try {
    await element.setSinkId(sinkId)
  } catch (error) {
    throw deviceError('The output device could not be used.', error)
  }
}
