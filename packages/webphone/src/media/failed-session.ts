import type { MediaSession } from './media-port.ts'
import type { ZorioWebphoneError } from '../errors.ts'

/** Stands in where the browser gave no peer connection: opening a session never throws, its first operation tells. */
export function createFailedSession(reason: ZorioWebphoneError): MediaSession {
  const fail = async (): Promise<never> => {
    throw reason
  }
  return {
    startInput: fail,
    createOffer: fail,
    prepareAnswer: () => undefined,
    answerOffer: fail,
    acceptAnswer: fail,
    rollback: fail,
    setDirection: () => undefined,
    setMuted: () => undefined,
    sendDtmf: async () => false,
    stats: fail,
    close: () => undefined,
  }
}
