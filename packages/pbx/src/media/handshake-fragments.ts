/**
 * Handshake messages that came in pieces (RFC 6347 4.2.3): a ClientHello of today is longer than a datagram. werift joins what came last, whatever
 * it is, when the final piece is there; where the one before it was lost, that is no message, and the connection is given up.
 */

export interface HandshakeFragment {
  readonly message_seq: number
  /** Of the whole message. */
  readonly length: number
  readonly fragment_offset: number
  readonly fragment_length: number
}

/** More messages under way than a handshake has. */
const mostMessages = 16

/** Gives all pieces of a message when the last one is there, in order; what is whole passes. */
export function createReassembly<Fragment extends HandshakeFragment>(): (
  fragments: readonly Fragment[],
) => Fragment[] {
  const waiting = new Map<number, Map<number, Fragment>>()
  const take = (fragment: Fragment): Fragment[] => {
    const { message_seq: sequence, length, fragment_offset: offset } = fragment
    if (fragment.fragment_length === length) return [fragment]
    if (!waiting.has(sequence) && waiting.size >= mostMessages) waiting.clear()
    const pieces = waiting.get(sequence) ?? new Map<number, Fragment>()
    waiting.set(sequence, pieces)
    for (const [at, piece] of pieces) if (piece.length !== length) pieces.delete(at)
    pieces.set(offset, fragment)
    const inOrder = [...pieces.values()].sort((a, b) => a.fragment_offset - b.fragment_offset)
    if (!isWhole(inOrder, length)) return []
    waiting.delete(sequence)
    return inOrder
  }
  return (fragments) => fragments.flatMap(take)
}

function isWhole(inOrder: readonly HandshakeFragment[], length: number): boolean {
  let end = 0
  for (const { fragment_offset: offset, fragment_length: own } of inOrder) {
    if (offset > end) return false
    end = Math.max(end, offset + own)
  }
  return end >= length
}
