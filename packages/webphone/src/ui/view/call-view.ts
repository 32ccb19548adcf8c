import type { CallSnapshot } from '../../phone-api.ts'
import { fill, type StringKey, type Strings } from '../locales/strings.ts'
import { durationText } from './duration-text.ts'
import type { ViewInput } from './view-input.ts'

export interface CallPanelView {
  readonly uuid: string
  readonly name: string
  /** Empty when the name is the number. */
  readonly number: string
  /** As it is dialled; to be copied. */
  readonly dialled: string
  readonly contactId: number | null
  readonly directionText: string
  readonly stateText: string
  /** Talk time, empty before the answer. */
  readonly timer: string
  /** Empty when not on hold. */
  readonly holdTimer: string
  readonly isMuted: boolean
  readonly isHeld: boolean
  readonly canControl: boolean
  readonly canSendDigits: boolean
  readonly quality: { readonly level: 1 | 2 | 3; readonly text: string } | null
  readonly sentDigits: string
  readonly receivedText: string
  readonly transferText: string
  readonly transferFailed: string
  readonly consult: { readonly waitingName: string; readonly canComplete: boolean } | null
  readonly others: readonly OtherCallView[]
  /** Less room: other calls or a ringing one share the panel. */
  readonly isCompact: boolean
}

export interface OtherCallView {
  readonly uuid: string
  readonly name: string
  readonly stateText: string
  readonly timer: string
}

type NameInput = Pick<ViewInput, 'strings' | 'format'>

/** The CRM's name before the network's, which anyone can set. */
export function nameOf(call: CallSnapshot, { strings, format }: NameInput): string {
  return call.contact?.full_name || call.displayName || format(call.number) || strings.unknownCaller
}

const isWaiting = (call: CallSnapshot): boolean => call.direction === 'incoming' && call.state === 'ringing'

/** The call on the screen: the agent's choice, else the one that is being talked on, else the newest. */
export function pickCall(calls: readonly CallSnapshot[], selectedUuid: string | null): CallSnapshot | null {
  const live = calls.filter((call) => !isWaiting(call) && call.state !== 'ended')
  return (
    live.find((call) => call.uuid === selectedUuid) ??
    live.find((call) => !call.isHeld) ??
    live.at(-1) ??
    null
  )
}

export function callPanelFrom(input: ViewInput, call: CallSnapshot): CallPanelView {
  const { strings, ui } = input
  const name = nameOf(call, input)
  const number = input.format(call.number)
  const isAnswered = call.state === 'answered'
  const consult = consultFrom(input, call)
  return {
    uuid: call.uuid,
    name,
    number: name === number ? '' : number,
    dialled: call.number,
    contactId: call.contact?.id ?? null,
    directionText: call.direction === 'outgoing' ? strings.outgoing : strings.incoming,
    stateText: stateText(call, strings),
    timer: isAnswered ? durationText(input.billsecs[call.uuid] ?? 0) : '',
    holdTimer: holdTimer(call, input.now),
    isMuted: call.isMuted,
    isHeld: call.isHeld,
    canControl: isAnswered,
    canSendDigits: isAnswered || call.state === 'ringing',
    quality: qualityFrom(input, call),
    sentDigits: ui.sentDigits,
    receivedText: call.receivedDigits && fill(strings.receivedDigits, { digits: call.receivedDigits }),
    ...transferTexts(input, call, name),
    consult,
    isCompact: input.phone.calls.length > (consult ? 2 : 1),
    others: input.phone.calls
      .filter((other) => other.uuid !== call.uuid && !isWaiting(other) && other.state !== 'ended')
      // Who waits for the end of the consultation is named there.
      .filter((other) => !consult || other.uuid !== input.ui.consult?.fromUuid)
      .map((other) => otherFrom(input, other)),
  }
}

function holdTimer(call: CallSnapshot, now: number): string {
  return call.isHeld ? durationText(Math.max(0, Math.floor((now - (call.heldAt ?? now)) / 1000))) : ''
}

const unanswered: Partial<Record<CallSnapshot['state'], StringKey>> = {
  dialing: 'dialing',
  ringing: 'ringing',
  answering: 'answering',
}

function stateText(call: CallSnapshot, strings: Strings): string {
  const early = unanswered[call.state]
  if (early) return strings[early]
  if (call.isHeld) return strings.onHold
  if (call.isRemoteHeld) return strings.heldByOther
  if (call.media === 'interrupted') return strings.mediaInterrupted
  if (call.media !== 'connected') return strings.mediaConnecting
  return call.isMuted ? strings.muted : ''
}

function qualityFrom(input: ViewInput, call: CallSnapshot): CallPanelView['quality'] {
  const level = input.quality?.[call.uuid] ?? input.ui.readings[call.uuid]?.level
  if (!level || call.state !== 'answered') return null
  const { strings } = input
  const word = [strings.qualityPoor, strings.qualityFair, strings.qualityGood][level - 1] ?? ''
  return { level, text: fill(strings.quality, { word }) }
}

function transferTexts(
  input: ViewInput,
  call: CallSnapshot,
  name: string,
): Pick<CallPanelView, 'transferText' | 'transferFailed'> {
  const progress = call.transferProgress
  const isFailed = progress?.state === 'failed'
  const target = progress ? input.format(progress.target) : ''
  return {
    transferText: progress && !isFailed ? fill(input.strings.transferring, { target }) : '',
    transferFailed: isFailed ? fill(input.strings.transferFailed, { name }) : '',
  }
}

function consultFrom(input: ViewInput, call: CallSnapshot): CallPanelView['consult'] {
  const { consult } = input.ui
  const from = input.phone.calls.find((known) => known.uuid === consult?.fromUuid)
  if (!from || consult?.toUuid !== call.uuid) return null
  return { waitingName: nameOf(from, input), canComplete: call.state === 'answered' }
}

function otherFrom(input: ViewInput, call: CallSnapshot): OtherCallView {
  const isAnswered = call.state === 'answered'
  return {
    uuid: call.uuid,
    name: nameOf(call, input),
    stateText: stateText(call, input.strings),
    timer: call.isHeld
      ? holdTimer(call, input.now)
      : isAnswered
        ? durationText(input.billsecs[call.uuid] ?? 0)
        : '',
  }
}
