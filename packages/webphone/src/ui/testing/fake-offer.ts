import { ZorioWebphoneError, type ErrorCode } from '../../errors.ts'
import type { CallOffer } from '../../phone-api.ts'
import type { FakePhone } from './fake-phone.ts'

export interface FakeOffer extends CallOffer {
  readonly asked: string[]
  /** The next of its methods rejects with it. */
  refuseNext(code: ErrorCode): void
}

/** A call of the page before a reload, as the phone would offer it; taken back, it is a call of that phone. */
export function createFakeOffer(phone: FakePhone, given: Partial<CallOffer> = {}): FakeOffer {
  const asked: string[] = []
  let refusal: ErrorCode | null = null
  const ask = (what: string): void => {
    asked.push(what)
    const code = refusal
    refusal = null
    if (code) throw new ZorioWebphoneError(code, `fake: ${code}`)
  }
  const { uuid = 'kept-1', number = '0987654321', displayName = '', direction = 'incoming' } = given
  return {
    ...{ uuid, number, displayName, direction, isHeld: false, isMuted: false },
    createdAt: Date.now() - 70_000,
    answeredAt: Date.now() - 65_000,
    expiresAt: Date.now() + 84_000,
    ...given,
    asked,
    refuseNext: (code) => void (refusal = code),
    takeBack: async () => {
      ask('takeBack')
      const talk = { state: 'answered', answeredAt: 1, media: 'connected', billsec: 65 } as const
      return phone.addCall({ uuid, number, displayName, direction, ...talk })
    },
    hangup: async () => ask('hangup'),
  }
}
