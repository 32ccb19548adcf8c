import { createSocket, type Socket } from 'node:dgram'

/**
 * Answers STUN binding requests on loopback. werift asks a public STUN host when it is given none, and waits five seconds for it
 * on a machine without network; with this one gathering takes milliseconds and nothing leaves the machine.
 */
export interface StunResponder {
  /** Port on 127.0.0.1, once it listens. */
  readonly port: Promise<number>
  close(): Promise<void>
}

const BINDING_REQUEST = 0x0001
const BINDING_SUCCESS = 0x0101
const MAGIC_COOKIE = 0x2112a442

export function createStunResponder(): StunResponder {
  const socket = createSocket('udp4')
  socket.unref()
  socket.on('message', (message, from) => {
    const reply = bindingResponse(message, from.address, from.port)
    if (reply !== undefined) socket.send(reply, from.port, from.address)
  })
  // A loopback socket that fails later only costs reflexive candidates, which loopback calls do not need.
  socket.on('error', () => undefined)
  const port = listen(socket)
  // Whoever needs the port hears of a failure; nobody else has to.
  port.catch(() => undefined)
  return {
    port,
    async close() {
      await port.catch(() => undefined)
      await new Promise<void>((resolve) => socket.close(resolve))
    },
  }
}

function listen(socket: Socket): Promise<number> {
  return new Promise((resolve, reject) => {
    socket.once('error', reject)
    socket.bind(0, '127.0.0.1', () => {
      resolve(socket.address().port)
    })
  })
}

/** RFC 8489 6 and 14.2 (XOR-MAPPED-ADDRESS). */
function bindingResponse(request: Buffer, address: string, port: number): Buffer | undefined {
  if (request.length < 20 || request.readUInt16BE(0) !== BINDING_REQUEST) return undefined
  if (request.readUInt32BE(4) !== MAGIC_COOKIE) return undefined
  const response = Buffer.alloc(32)
  response.writeUInt16BE(BINDING_SUCCESS, 0)
  response.writeUInt16BE(12, 2)
  request.copy(response, 4, 4, 20)
  response.writeUInt16BE(0x0020, 20)
  response.writeUInt16BE(8, 22)
  response.writeUInt16BE(0x0001, 24)
  response.writeUInt16BE(port ^ (MAGIC_COOKIE >>> 16), 26)
  const ip = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
  response.writeUInt32BE((ip ^ MAGIC_COOKIE) >>> 0, 28)
  return response
}
