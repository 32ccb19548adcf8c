/**
 * What the first screen does without: loaded as one chunk right after it, so that the phone is on the page sooner.
 * Named only in `import()`; what is listed here must not be imported elsewhere.
 */
export { createPresence, type Presence } from './browser/presence.ts'
export { mayListen, openMicrophone } from './browser/microphone.ts'
export { popOut } from './browser/picture-in-picture.ts'
export { recordAndPlay } from './browser/record-and-play.ts'
export { playSound } from './browser/sound.ts'
export { createSpeaker } from './browser/speaker.ts'
export { createDrag } from './interaction/drag.ts'
export { listenForShortcuts } from './interaction/shortcut-keys.ts'
export { statusDetail } from './parts/status-detail.ts'
export { laterRequests } from './requests/later-requests.ts'
export { laterScreen } from './screens/later-screen.ts'
export { consultRow, otherCalls } from './screens/more-calls.ts'
export { laterStyles } from './styles/later-styles.ts'
export { watchMore } from './watch/watch-more.ts'
