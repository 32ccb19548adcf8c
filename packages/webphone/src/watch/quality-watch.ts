/** Fetches what judges the sound with the first answered call, and lets it judge once a second as long as one is. */
import type { JudgeQuality, WatchedPhone } from './watch-port.ts'

const everyMs = 1000

export function watchQuality(phone: WatchedPhone, signal: AbortSignal): void {
  const { clock } = phone.ports
  let judge: JudgeQuality | undefined
  let isAsked = false
  let cancel: (() => void) | undefined

  const answered = () => phone.calls.visible.filter((one) => one.snapshot.state === 'answered')
  const tick = () => {
    cancel = undefined
    const calls = answered()
    void judge?.(calls)
    if (calls.length > 0 && !signal.aborted) cancel = clock.setTimer(everyMs, tick)
  }
  const fetchJudge = () => {
    if (isAsked) return
    isAsked = true
    import('./call-quality.ts').then(
      ({ createJudge }) => {
        judge = createJudge(phone, signal)
        onChange()
      },
      () => (isAsked = false),
    )
  }
  const onChange = () => {
    if (signal.aborted || cancel || answered().length === 0) return
    if (judge) cancel = clock.setTimer(everyMs, tick)
    else fetchJudge()
  }

  const leave = phone.store.subscribe(onChange)
  signal.addEventListener('abort', () => {
    leave()
    cancel?.()
  })
  onChange()
}
