/** What the phone and the browser tell beside the snapshot, as notices and readings. Loaded after the first screen. */
import type { RequestContext } from '../requests/request-map.ts'
import { watchCallSound } from './watch-call-sound.ts'
import { watchDevices } from './watch-devices.ts'
import { watchMutedTalk } from './watch-muted-talk.ts'
import { watchOffers } from './watch-offers.ts'
import { watchReach } from './watch-reach.ts'

/** Returns the end of it. */
export function watchMore(context: RequestContext): () => void {
  const watches = [watchCallSound, watchDevices, watchMutedTalk, watchOffers, watchReach]
  const stops = watches.map((watch) => watch(context))
  return () => stops.forEach((stop) => stop())
}
