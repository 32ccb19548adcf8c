/**
 * What the first screen does without: loaded as one chunk right after it, so that the phone is on the page sooner.
 * Named only in `import()`; what is listed here must not be imported elsewhere.
 */
export { createPresence, type Presence } from './browser/presence.ts'
export { openMicrophone } from './browser/microphone.ts'
export { popOut } from './browser/picture-in-picture.ts'
export { playSound } from './browser/sound.ts'
export { createDrag } from './interaction/drag.ts'
export { listenForShortcuts } from './interaction/shortcut-keys.ts'
export { laterRequests } from './requests/later-requests.ts'
export { keypadPane, transferPane } from './screens/call-panes.ts'
export { dutyScreen } from './screens/duty-screen.ts'
export { recentsScreen } from './screens/recents-screen.ts'
export { resultScreen } from './screens/result-screen.ts'
export { settingsScreen } from './screens/settings-screen.ts'
export { laterStyle } from './styles/later-style.ts'
