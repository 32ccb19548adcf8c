import { createSocket } from 'node:dgram'

const bindingRequest = 0x0001
const bindingSuccess = 0x0101
const cookie = 0x2112a442

/** RFC 8489 Binding, IPv4; or with `isSilent` a port that takes everything and answers nothing. */
export async function startStunServer(isSilent = false): Promise<{ url: string; stop: () => void }> {
  const socket = createSocket('udp4')
  socket.on('message', (request, { address, port }) => {
    if (isSilent || request.readUInt16BE(0) !== bindingRequest) return
    const answer = Buffer.alloc(32)
    answer.writeUInt16BE(bindingSuccess, 0)
    answer.writeUInt16BE(12, 2)
    request.copy(answer, 4, 4, 20)
    // XOR-MAPPED-ADDRESS
    answer.writeUInt16BE(0x0020, 20)
    answer.writeUInt16BE(8, 22)
    answer.writeUInt8(1, 25)
    answer.writeUInt16BE(port ^ (cookie >>> 16), 26)
    const bytes = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
    answer.writeUInt32BE((bytes ^ cookie) >>> 0, 28)
    socket.send(answer, port, address)
  })
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve))
  return { url: `stun:127.0.0.1:${socket.address().port}`, stop: () => socket.close() }
}
