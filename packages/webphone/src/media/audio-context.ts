/** One AudioContext for ring, tone and meters: made when first needed, suspended while unused, closed at the end. */
import { within } from '../base/within.ts'

export interface SharedAudioContext {
  /** Counts a user; the context runs (where the browser lets it) until every user has called the returned release. */
  use: () => { readonly context: AudioContext; readonly release: () => void }
  /** True when it runs, or nobody uses it. `resume()` of a blocked context hangs instead of rejecting, hence the bound. */
  resume: () => Promise<boolean>
  close: () => void
}

const resumeBoundMs = 300
/** A source that was stopped is let go of by the rendering thread: suspended before that, it keeps its call's track until the next one. */
const settleMs = 100

export function createSharedAudioContext(): SharedAudioContext {
  let context: AudioContext | undefined
  let users = 0

  function use(): { context: AudioContext; release(): void } {
    context ??= new AudioContext()
    const own = context
    users++
    if (context.state !== 'running') context.resume().catch(() => undefined)
    let isReleased = false
    const release = (): void => {
      if (isReleased) return
      isReleased = true
      if (own !== context) return
      users--
      if (users === 0) setTimeout(rest, settleMs)
    }
    return { context, release }
  }

  function rest(): void {
    if (users === 0 && context?.state === 'running') context.suspend().catch(() => undefined)
  }

  async function resume(): Promise<boolean> {
    if (!context || users === 0) return true
    const ignore = (): void => undefined
    await within(resumeBoundMs, context.resume().catch(ignore), ignore)
    return context.state === 'running'
  }

  function close(): void {
    context?.close().catch(() => undefined)
    context = undefined
    users = 0
  }

  return { use, resume, close }
}
