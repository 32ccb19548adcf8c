import type { RecordRequestName, RequestContext, RequestTable } from './request-map.ts'
import { microphoneErrorFrom } from './device-requests.ts'

export const recordRequests: RequestTable<RecordRequestName> = {
  copy: async ({ browser, set }, text) => {
    // Refused without a click or in a frame without the right: then nothing is claimed.
    const isCopied = await browser.copyText(text).then(
      () => true,
      () => false,
    )
    if (isCopied) set({ copied: text })
  },
  // Not waited for: a second click stops it.
  'toggle-recording': (context) => {
    const { get, set, keep } = context
    const isOn = get().recording !== null
    keep('microphone', null)
    set({ recording: null, microphoneLevel: null })
    if (!isOn) void record(context)
  },
}

async function record(context: RequestContext): Promise<void> {
  const { browser, get, set, keep } = context
  const { chosen } = get()
  const end = new AbortController()
  const { signal } = end
  keep('microphone', () => end.abort())
  set({ recording: 'recording', microphoneLevel: 0 })
  try {
    await browser.recordAndPlay({
      inputId: chosen.input,
      outputId: chosen.output,
      onLevel: (microphoneLevel) => signal.aborted || set({ microphoneLevel }),
      onPlay: () => set({ recording: 'playing', microphoneLevel: null }),
      signal,
    })
  } catch (error) {
    if (!signal.aborted) context.fail(microphoneErrorFrom(error))
  }
  if (!signal.aborted) set({ recording: null, microphoneLevel: null })
}
