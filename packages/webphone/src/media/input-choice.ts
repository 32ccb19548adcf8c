import { createMicrophone, type InputSource } from './microphone.ts'
import { mediaError } from './media-error.ts'
import type { SharedAudioContext } from './audio-context.ts'

/** What calls send: the microphone, or the tone of demos and tests, whose code is fetched when it is asked for. */
export function chooseInput(
  audioInput: 'microphone' | 'tone',
  shared: SharedAudioContext,
  chosenDeviceId: () => string | undefined,
): InputSource {
  if (audioInput === 'microphone') return createMicrophone(chosenDeviceId)
  return {
    open: async () => {
      try {
        return (await import('./tone-input.ts')).openTone(shared)
      } catch (error) {
        throw mediaError('unsupported', error)
      }
    },
  }
}
