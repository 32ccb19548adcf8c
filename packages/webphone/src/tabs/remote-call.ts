/** A call whose leg and audio are in another tab: a picture to read, commands to send. */
import type { CallSnapshot, ZorioCall } from '../call-api.ts'
import type { SendDtmfOptions } from '../options.ts'
import type { SharedCall } from './tab-messages.ts'

export type AskLeader = (act: string, uuid: string, args: readonly unknown[]) => Promise<unknown>

interface Source {
  readonly now: () => number
  readonly ask: AskLeader
}

export class RemoteCall implements ZorioCall {
  readonly #source: Source
  #shared: SharedCall
  #heardAt: number

  constructor(source: Source, shared: SharedCall) {
    this.#source = source
    this.#shared = shared
    this.#heardAt = source.now()
  }

  /** For the tab's own mirror; an application has no `SharedCall`. */
  static update(call: RemoteCall, shared: SharedCall): void {
    call.#shared = shared
    call.#heardAt = call.#source.now()
  }

  get uuid() {
    return this.#shared.snapshot.uuid
  }
  get number() {
    return this.#shared.snapshot.number
  }
  get displayName() {
    return this.#shared.snapshot.displayName
  }
  get direction() {
    return this.#shared.snapshot.direction
  }
  get state() {
    return this.#shared.snapshot.state
  }
  get contact() {
    return this.#shared.snapshot.contact
  }
  get isMuted() {
    return this.#shared.snapshot.isMuted
  }
  get isHeld() {
    return this.#shared.snapshot.isHeld
  }
  get isRemoteHeld() {
    return this.#shared.snapshot.isRemoteHeld
  }
  get createdAt() {
    return this.#shared.snapshot.createdAt
  }
  get answeredAt() {
    return this.#shared.snapshot.answeredAt
  }
  get endedAt() {
    return this.#shared.snapshot.endedAt
  }
  get heldAt() {
    return this.#shared.snapshot.heldAt
  }
  get media() {
    return this.#shared.snapshot.media
  }
  get transferProgress() {
    return this.#shared.snapshot.transferProgress
  }
  get hangupDetail() {
    return this.#shared.snapshot.hangupDetail
  }
  get receivedDigits() {
    return this.#shared.snapshot.receivedDigits
  }
  get billsec() {
    const { snapshot, billsec } = this.#shared
    const passedMs = snapshot.state === 'answered' ? this.#source.now() - this.#heardAt : 0
    return billsec + Math.floor(passedMs / 1000)
  }

  getSnapshot(): CallSnapshot {
    return this.#shared.snapshot
  }
  toJSON(): CallSnapshot {
    return this.#shared.snapshot
  }

  answer() {
    return this.#ask('answer')
  }
  hangup() {
    return this.#ask('hangup')
  }
  hold() {
    return this.#ask('hold')
  }
  unhold() {
    return this.#ask('unhold')
  }
  mute() {
    return this.#ask('mute')
  }
  unmute() {
    return this.#ask('unmute')
  }
  sendDtmf(digits: string, options?: SendDtmfOptions) {
    return this.#ask('sendDtmf', digits, options)
  }
  transfer(number: string) {
    return this.#ask('transfer', number)
  }
  transferTo(other: ZorioCall) {
    return this.#ask('transferTo', other.uuid)
  }

  #ask(act: string, ...args: unknown[]): Promise<void> {
    const asked = this.#source.ask(act, this.uuid, args).then(() => {})
    asked.catch(() => {})
    return asked
  }
}
