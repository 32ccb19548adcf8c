/**
 * What a page that goes writes down of its calls for the next page of the same tab: which dialogs they are and how they
 * stood. None of it is a secret; a dialog is of use only to who is registered as its owner (RFC 3891 3).
 */
import type { CallDirection } from '../call-api.ts'
import type { Handover } from '@zorio/sip'
import type { TabStorage } from '../tabs/tab-port.ts'

export interface CallNote extends Pick<Handover, 'dialog' | 'bye'> {
  readonly uuid: string
  readonly number: string
  readonly displayName: string
  readonly direction: CallDirection
  /** `Date.now()`. */
  readonly createdAt: number
  readonly answeredAt: number
  readonly leftAt: number
  readonly isHeld: boolean
  readonly isMuted: boolean
}

/** From the moment the page left. */
export const offeredMs = 90_000
const mostNotes = 8
const key = (extension: string) => `zorio-webphone.calls.1.${extension}`

export function writeNotes(
  storage: () => TabStorage,
  extension: string,
  notes: readonly CallNote[],
): boolean {
  try {
    storage().setItem(key(extension), JSON.stringify(notes))
    return true
  } catch {
    return false
  }
}

/** Read once: a tab that is duplicated later must not find them. Whoever can write there is not believed. */
export function takeNotes(storage: () => TabStorage, extension: string, now: number): readonly CallNote[] {
  try {
    const text = storage().getItem(key(extension))
    storage().removeItem(key(extension))
    const found: unknown = JSON.parse(text ?? '[]')
    if (!Array.isArray(found)) return []
    return found.slice(0, mostNotes).filter((one) => isNote(one) && isRecent(one, now))
  } catch {
    return []
  }
}

/** The address of the far end itself (RFC 3261 12.2.1.1: the remote target). */
export function farEndOf({ bye }: CallNote): string | undefined {
  return byeFrame.exec(bye)?.[1]
}

function isRecent({ leftAt, answeredAt }: CallNote, now: number): boolean {
  return answeredAt <= leftAt && leftAt <= now && now - leftAt < offeredMs
}

/** RFC 3261 25.1 `word` without what could end a header parameter. */
const word = /^[\w.!%*+`'~@-]{1,256}$/
/** The frame of a BYE; in front where the far end is. */
const byeFrame = /^BYE (sips?:[^\s<>"]{1,512}) SIP\/2\.0\r\n[^\0]{1,8000}$/
const callNumber = /^[+\d*#]{1,32}$/

function isNote(value: unknown): value is CallNote {
  if (!isObject(value)) return false
  const { dialog, bye, uuid, number, displayName, direction, isHeld, isMuted } = value
  const isText = (text: unknown, form: RegExp) => typeof text === 'string' && form.test(text)
  return (
    isObject(dialog) &&
    [dialog['callId'], dialog['toTag'], dialog['fromTag'], uuid].every((one) => isText(one, word)) &&
    isText(bye, byeFrame) &&
    isText(number, callNumber) &&
    isText(displayName, /^\P{Cc}{0,256}$/u) &&
    (direction === 'incoming' || direction === 'outgoing') &&
    [isHeld, isMuted].every((one) => typeof one === 'boolean') &&
    ['createdAt', 'answeredAt', 'leftAt'].every((name) => Number.isFinite(value[name]))
  )
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
