/**
 * Audio that stops is often the first sign of a lost network: the socket is asked at once, so that its end is known before
 * an ICE restart is offered into it. Socket first, media second.
 */
import type { WatchedPhone } from './watch-port.ts'

export function probeOnSilence({ calls, line, store }: WatchedPhone, signal: AbortSignal): void {
  let known: readonly string[] = []
  const leave = store.subscribe(() => {
    const interrupted = calls.visible
      .filter(({ snapshot }) => snapshot.media === 'interrupted')
      .map(({ snapshot }) => snapshot.uuid)
    const isNews = interrupted.some((uuid) => !known.includes(uuid))
    known = interrupted
    if (isNews && line.status === 'registered') line.input({ type: 'signal', signal: 'online' })
  })
  signal.addEventListener('abort', leave)
}
