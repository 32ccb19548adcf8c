import { expect, test } from 'vitest'
import { createRecordNumbering } from './dtls-records.ts'

const record = ({ type = 22, epoch = 0, number = 0, body = 'hello' } = {}): Buffer => {
  const bytes = Buffer.alloc(13 + body.length)
  bytes.set([type, 254, 253])
  bytes.writeUInt16BE(epoch, 3)
  bytes.writeUIntBE(number, 5, 6)
  bytes.writeUInt16BE(body.length, 11)
  bytes.write(body, 13)
  return bytes
}
const numbersOf = (datagram: Buffer): number[] => {
  const numbers: number[] = []
  for (let at = 0; at < datagram.length; at += 13 + datagram.readUInt16BE(at + 11))
    numbers.push(datagram.readUIntBE(at + 5, 6))
  return numbers
}

test('a flight that is sent again has new numbers, and the same messages', () => {
  const numbered = createRecordNumbering()
  const flight = Buffer.concat([record({ number: 1 }), record({ number: 2, body: 'certificate' })])
  expect(numbersOf(numbered(flight))).toEqual([0, 1])
  const again = numbered(flight)
  expect(numbersOf(again)).toEqual([2, 3])
  expect(again.toString('latin1')).toContain('certificate')
})

test('what is protected keeps its number: it is part of the proof', () => {
  const numbered = createRecordNumbering()
  const flight = Buffer.concat([record({ type: 20, number: 7 }), record({ epoch: 1, number: 8 })])
  expect(numbersOf(numbered(flight))).toEqual([0, 8])
})

test.each([
  ['RTP', Buffer.from([0x80, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])],
  ['STUN', Buffer.from([0, 1, 0, 0, 33, 18, 164, 66, 1, 2, 3, 4, 5, 6])],
  ['a record that was cut off', Buffer.from([22, 254, 253, 0, 0])],
  ['nothing', Buffer.alloc(0)],
])('%s passes as it is', (_, bytes) => {
  const before = Buffer.from(bytes)
  expect(createRecordNumbering()(bytes)).toEqual(before)
})
