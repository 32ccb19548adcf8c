/** Somebody talks while the call is muted: said, with the way out. Listens only where the microphone is allowed already. */
import type { ZorioCall } from '../../phone-api.ts'
import type { RequestContext } from '../requests/request-map.ts'
import { dropNotice, showNotice } from './notices.ts'

/** Of 0-1 for -60 to 0 dBFS: speech into a headset is above, breath and a fan below. */
const speechLevel = 0.5
/** So many loud readings in a row of `window`: speech, not a knock on the table. */
const enough = 4
const window = 12

export function watchMutedTalk(context: RequestContext): () => void {
  const { phone, browser, options, get } = context
  /** The call that is listened for, and how to stop. */
  let listening: { readonly uuid: string; stop: () => void } | null = null

  const mutedCall = (): ZorioCall | undefined =>
    options().mutedHint === false
      ? undefined
      : phone.calls.find(({ state, isMuted, isHeld }) => state === 'answered' && isMuted && !isHeld)

  const listen = async (uuid: string): Promise<void> => {
    const own = { uuid, stop: () => {} }
    listening = own
    if (!(await browser.mayListen())) return
    let recent: readonly boolean[] = []
    const stop = await browser.openMicrophone(get().chosen.input, (level) => {
      recent = [...recent.slice(1 - window), level > speechLevel]
      if (recent.filter(Boolean).length < enough) return
      showNotice(context, { id: 'talking', tone: 'info', text: 'talkingMuted', action: 'unmute' })
      own.stop()
    })
    if (listening === own) own.stop = stop
    else stop()
  }

  const follow = (): void => {
    const uuid = mutedCall()?.uuid
    if (uuid === listening?.uuid) return
    listening?.stop()
    listening = null
    dropNotice(context, 'talking')
    if (uuid) void listen(uuid).catch(() => {})
  }

  const unsubscribe = phone.subscribe(follow)
  follow()
  return () => {
    unsubscribe()
    listening?.stop()
    listening = null
  }
}
