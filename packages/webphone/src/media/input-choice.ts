import { createMicrophone, type InputSource } from './microphone.ts'
import { createToneInput } from './tone-input.ts'
import type { SharedAudioContext } from './audio-context.ts'

/** What calls send: the microphone, or the tone of demos and tests. */
export function chooseInput(
  audioInput: 'microphone' | 'tone',
  shared: SharedAudioContext,
  chosenDeviceId: () => string | undefined,
): InputSource {
  return audioInput === 'tone' ? createToneInput(shared) : createMicrophone(chosenDeviceId)
}
