/** What a host may say about the UI. All of it may be changed at run time by `MountedPhone.update`. */
import type { Contact } from '../phone-api.ts'
import type { Locale, Strings } from './locales/strings.ts'
import type { Suggestion } from './ui-state.ts'

export type ShortcutName = 'toggleMute' | 'toggleHold' | 'answer' | 'hangup'
/** `Ctrl+Shift+KeyM`: modifiers, then `KeyboardEvent.code`. */
export type ShortcutMap = Readonly<Record<ShortcutName, string>>

export interface PhoneUiOptions {
  /** Default `docked`: fills the element it is put into. */
  layout?: 'docked' | 'overlay' | 'fullscreen'
  /** Default `auto`: follows the system while it changes. */
  theme?: 'light' | 'dark' | 'auto'
  /** Default `vi`. */
  locale?: Locale
  /** Own words over those of the locale. */
  strings?: Partial<Strings>
  /** Overlay only: begin as the round launcher button. Default false. */
  startMinimised?: boolean
  /** Global key combinations; off by default, `true` for Ctrl+Shift+ M, H, A, E. */
  shortcuts?: boolean | Partial<ShortcutMap>
  /** Finds people and extensions for the number box; at most six are shown. */
  search?: (text: string) => Promise<readonly Suggestion[]>
  /** A click on the caller's name. Without it the name is plain text. */
  onOpenContact?: (contact: Contact) => void
  /** Another tab of this origin holds the phone; the banner offers `onUseHere`. Default false. */
  isActiveElsewhere?: boolean
  onUseHere?: () => void
  /** Where the list of calls is kept: `local` per extension, cleared on `disconnect()`, or only in memory. Default `local`. */
  history?: 'local' | 'memory'
  /** Whether to offer the check of microphone and sound before the first call. Default true. */
  offerReadinessCheck?: boolean
  /** Own judgement of call quality, by `call.uuid`: 1 poor, 2 fair, 3 good; it goes before what the phone measures. */
  quality?: Readonly<Record<string, 1 | 2 | 3>>
  /** Listens to the microphone of a muted call, where that is allowed already, and says so when somebody talks. Default true. */
  mutedHint?: boolean
  /** The number of missed calls on the page's icon; needs `img-src data:` in a Content-Security-Policy. Default false. */
  faviconBadge?: boolean
}
