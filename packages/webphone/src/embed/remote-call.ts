/** A call of the framed phone, as `ZorioCall`: the picture that came last, and methods that ask the frame. */
import type { CallSnapshot, ZorioCall } from '../call-api.ts'
import type { SendDtmfOptions } from '../options.ts'
import type { WireCall } from './picture.ts'

export type AskCall = (method: string, ...args: readonly unknown[]) => Promise<void>

export class RemoteCall implements ZorioCall {
  #snapshot: CallSnapshot
  #billsec = 0
  /** Of our own monotonic clock; the frame's has another zero. */
  #answeredAtMs: number | undefined
  readonly #ask: AskCall

  constructor(first: WireCall, ask: AskCall) {
    this.#ask = ask
    this.#snapshot = first.snapshot
    this.update(first)
  }

  /** @internal */
  update({ snapshot, billsec }: WireCall): void {
    this.#snapshot = Object.freeze(snapshot)
    this.#billsec = billsec
    if (snapshot.answeredAt !== null) this.#answeredAtMs ??= performance.now() - billsec * 1000
  }

  get uuid() {
    return this.#snapshot.uuid
  }
  get number() {
    return this.#snapshot.number
  }
  get displayName() {
    return this.#snapshot.displayName
  }
  get direction() {
    return this.#snapshot.direction
  }
  get state() {
    return this.#snapshot.state
  }
  get contact() {
    return this.#snapshot.contact
  }
  get isMuted() {
    return this.#snapshot.isMuted
  }
  get isHeld() {
    return this.#snapshot.isHeld
  }
  get isRemoteHeld() {
    return this.#snapshot.isRemoteHeld
  }
  get createdAt() {
    return this.#snapshot.createdAt
  }
  get answeredAt() {
    return this.#snapshot.answeredAt
  }
  get endedAt() {
    return this.#snapshot.endedAt
  }
  get heldAt() {
    return this.#snapshot.heldAt
  }
  get media() {
    return this.#snapshot.media
  }
  get transferProgress() {
    return this.#snapshot.transferProgress
  }
  get hangupDetail() {
    return this.#snapshot.hangupDetail
  }
  get receivedDigits() {
    return this.#snapshot.receivedDigits
  }
  get billsec() {
    const { state } = this.#snapshot
    if (state === 'ended' || this.#answeredAtMs === undefined) return this.#billsec
    return Math.floor((performance.now() - this.#answeredAtMs) / 1000)
  }

  getSnapshot(): CallSnapshot {
    return this.#snapshot
  }
  /** What `JSON.stringify(call)` shows. */
  toJSON(): CallSnapshot {
    return this.#snapshot
  }

  answer(): Promise<void> {
    return this.#ask('answer')
  }
  hangup(): Promise<void> {
    return this.#ask('hangup')
  }
  hold(): Promise<void> {
    return this.#ask('hold')
  }
  unhold(): Promise<void> {
    return this.#ask('unhold')
  }
  mute(): Promise<void> {
    return this.#ask('mute')
  }
  unmute(): Promise<void> {
    return this.#ask('unmute')
  }
  sendDtmf(digits: string, options?: SendDtmfOptions): Promise<void> {
    return this.#ask('sendDtmf', digits, options)
  }
  transfer(number: string): Promise<void> {
    return this.#ask('transfer', number)
  }
  transferTo(other: ZorioCall): Promise<void> {
    return this.#ask('transferTo', other.uuid)
  }
}
