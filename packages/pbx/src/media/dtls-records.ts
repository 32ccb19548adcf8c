/**
 * werift begins a repeated flight at its old record numbers, and a new one at 0 when a ClientHello comes twice. Browsers take such
 * records for replays (RFC 6347 4.1.2.6) and wait for ever: after two lost packets a call had no sound. Records in the clear
 * may be numbered by whoever sends them last.
 */

const firstDtls = 20
const lastDtls = 63
const headerBytes = 13
const epochAt = 3
const numberAt = 5
const numberBytes = 6
const lengthAt = 11

/** Numbers the records of epoch 0, in place, for as long as one transport lives. */
export function createRecordNumbering(): (datagram: Buffer) => Buffer {
  let next = 0
  return (datagram) => {
    const kind = datagram[0] ?? 0
    // RFC 7983: what else shares the port.
    if (kind < firstDtls || kind > lastDtls) return datagram
    for (
      let at = 0;
      at + headerBytes <= datagram.length;
      at += headerBytes + datagram.readUInt16BE(at + lengthAt)
    )
      if (datagram.readUInt16BE(at + epochAt) === 0) datagram.writeUIntBE(next++, at + numberAt, numberBytes)
    return datagram
  }
}
