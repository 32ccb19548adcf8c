/**
 * Opens the socket of the last visit while the back end is still asked for its address: two round trips that nobody waits
 * for. Where the address turns out to be another one, or nobody comes for the socket, it is let go.
 */
import type { Clock } from '../base/clock.ts'
import type { Socket, SocketFacts, SocketPort } from './socket-port.ts'

/** As long as the back end may take. */
const keptMs = 15_000

interface EarlySocket {
  readonly url: string
  readonly socket: Socket
  isOpen: boolean
  /** Whoever came for it. */
  facts?: SocketFacts
}

export interface EarlyOptions {
  readonly sockets: SocketPort
  readonly clock: Clock
  /** May throw: it can be refused. */
  readonly storage: () => Pick<Storage, 'getItem' | 'setItem'>
  /** The back end whose phones share an address. */
  readonly base: string
  /** An address that the page knows. */
  readonly hint: string | undefined
}

export function createEarlySockets({ sockets, clock, storage, base, hint }: EarlyOptions): SocketPort {
  const key = `zorio-webphone.socket.${base}`
  let early = start(hint ?? recall())

  function recall(): string | undefined {
    try {
      return storage().getItem(key) ?? undefined
    } catch {
      return undefined
    }
  }

  function remember(url: string): void {
    try {
      storage().setItem(key, url)
    } catch {
      // Then the next visit takes as long as this one.
    }
  }

  function start(url: string | undefined): EarlySocket | undefined {
    if (url === undefined) return undefined
    const own: EarlySocket = {
      url,
      isOpen: false,
      socket: sockets.open(url, {
        onOpened: () => {
          own.isOpen = true
          own.facts?.onOpened()
        },
        onFrame: (text) => own.facts?.onFrame(text),
        onClosed: (detail) => {
          own.isOpen = false
          if (early === own) early = undefined
          own.facts?.onClosed(detail)
        },
      }),
    }
    clock.setTimer(keptMs, letGo)
    return own
  }

  function letGo(): void {
    early?.socket.drop()
    early = undefined
  }

  return {
    open(url, facts) {
      const found = early
      if (found?.url !== url) {
        letGo()
        remember(url)
        return sockets.open(url, facts)
      }
      early = undefined
      found.facts = facts
      // Not within this call: the line takes facts when its step is over.
      if (found.isOpen) clock.setTimer(0, () => found.isOpen && facts.onOpened())
      return found.socket
    },
  }
}
