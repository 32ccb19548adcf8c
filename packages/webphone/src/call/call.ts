/** `ZorioCall` over the engine: a picture to read, promises to ask with. It holds no state of its own. */
import { readDigits } from './digit-rules.ts'
import { readDialNumber } from './number-rules.ts'
import { refuse } from '../line/failure-rules.ts'
import type { CallSnapshot, ZorioCall } from '../call-api.ts'
import type { CallInput } from './call-state.ts'
import type { SendDtmfOptions } from '../options.ts'

/** What a call object needs of its engine. */
export interface CallEngine {
  readonly snapshot: CallSnapshot
  readonly billsec: number
  /** Makes the input with the number of the promise that waits for it. */
  ask(input: (id: number) => CallInput): Promise<void>
  /** Attended transfer to another call of the same phone; undefined when it is none. */
  askTransferTo(other: ZorioCall): Promise<void>
}

export class Call implements ZorioCall {
  readonly #engine: CallEngine

  constructor(engine: CallEngine) {
    this.#engine = engine
  }

  get uuid() {
    return this.#engine.snapshot.uuid
  }
  get number() {
    return this.#engine.snapshot.number
  }
  get displayName() {
    return this.#engine.snapshot.displayName
  }
  get direction() {
    return this.#engine.snapshot.direction
  }
  get state() {
    return this.#engine.snapshot.state
  }
  get contact() {
    return this.#engine.snapshot.contact
  }
  get isMuted() {
    return this.#engine.snapshot.isMuted
  }
  get isHeld() {
    return this.#engine.snapshot.isHeld
  }
  get isRemoteHeld() {
    return this.#engine.snapshot.isRemoteHeld
  }
  get createdAt() {
    return this.#engine.snapshot.createdAt
  }
  get answeredAt() {
    return this.#engine.snapshot.answeredAt
  }
  get endedAt() {
    return this.#engine.snapshot.endedAt
  }
  get heldAt() {
    return this.#engine.snapshot.heldAt
  }
  get media() {
    return this.#engine.snapshot.media
  }
  get transferProgress() {
    return this.#engine.snapshot.transferProgress
  }
  get hangupDetail() {
    return this.#engine.snapshot.hangupDetail
  }
  get receivedDigits() {
    return this.#engine.snapshot.receivedDigits
  }
  get billsec() {
    return this.#engine.billsec
  }

  getSnapshot(): CallSnapshot {
    return this.#engine.snapshot
  }
  /** What `JSON.stringify(call)` shows. */
  toJSON(): CallSnapshot {
    return this.#engine.snapshot
  }

  answer(): Promise<void> {
    return this.#engine.ask((id) => ({ type: 'answer', id }))
  }
  hangup(): Promise<void> {
    return this.#engine.ask((id) => ({ type: 'hangup', id }))
  }
  hold(): Promise<void> {
    return this.#engine.ask((id) => ({ type: 'hold', id, isHeld: true }))
  }
  unhold(): Promise<void> {
    return this.#engine.ask((id) => ({ type: 'hold', id, isHeld: false }))
  }
  mute(): Promise<void> {
    return this.#engine.ask((id) => ({ type: 'mute', id, isMuted: true }))
  }
  unmute(): Promise<void> {
    return this.#engine.ask((id) => ({ type: 'mute', id, isMuted: false }))
  }

  sendDtmf(digits: string, options?: SendDtmfOptions): Promise<void> {
    const job = readDigits(digits, options)
    if (!job) return refuse({ code: 'invalid_digits' })
    return this.#engine.ask((id) => ({ type: 'send-digits', job: { ...job, id } }))
  }

  transfer(number: string): Promise<void> {
    const target = readDialNumber(number)
    if (!target) return refuse({ code: 'invalid_number' })
    return this.#engine.ask((id) => ({ type: 'transfer', id, kind: 'blind', target }))
  }

  transferTo(other: ZorioCall): Promise<void> {
    return this.#engine.askTransferTo(other)
  }
}
