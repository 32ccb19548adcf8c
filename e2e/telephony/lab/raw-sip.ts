// Single SIP requests over UDP, also such as no phone would send.
import { createHash, randomUUID } from 'node:crypto'
import dgram from 'node:dgram'
import { domain, nodeA } from './paths.ts'
import type { Credentials } from './credentials.ts'

export interface RawRequest {
  readonly method: string
  /** Extension in From, and in To of a REGISTER. */
  readonly user: string
  readonly target?: string
  readonly headers?: readonly string[]
  readonly credentials?: Credentials
  /** Source address; all of 127/8 is ours. */
  readonly ip?: string
  /** Source port; default a free one. */
  readonly port?: number
}

export interface RawResponse {
  readonly status: number
  readonly text: string
}

const md5 = (text: string) => createHash('md5').update(text).digest('hex')

/** RFC 2617 with qop=auth. */
function authorization(request: RawRequest, challenge: RawResponse, uri: string): string {
  const { username, password } = request.credentials ?? { username: '', password: '' }
  const nonce = /nonce="([^"]+)"/.exec(challenge.text)?.[1] ?? ''
  const ha1 = md5(`${username}:${domain}:${password}`)
  const ha2 = md5(`${request.method}:${uri}`)
  const response = md5(`${ha1}:${nonce}:00000001:c:auth:${ha2}`)
  const name = challenge.status === 401 ? 'Authorization' : 'Proxy-Authorization'
  return (
    `${name}: Digest username="${username}", realm="${domain}", nonce="${nonce}", uri="${uri}", ` +
    `response="${response}", qop=auth, nc=00000001, cnonce="c"`
  )
}

function textOf(request: RawRequest, extra: readonly string[], callId: string, cseq: number): string {
  const uri = request.target ?? `sip:${domain}`
  const to = request.method === 'REGISTER' ? `sip:${request.user}@${domain}` : uri
  return [
    `${request.method} ${uri} SIP/2.0`,
    `Via: SIP/2.0/UDP ${request.ip ?? '127.0.0.50'};rport;branch=z9hG4bK${randomUUID()}`,
    'Max-Forwards: 70',
    `From: <sip:${request.user}@${domain}>;tag=raw`,
    `To: <${to}>`,
    `Call-ID: ${callId}`,
    `CSeq: ${cseq} ${request.method}`,
    `Contact: <sip:${request.user}@${request.ip ?? '127.0.0.50'}>`,
    ...(request.headers ?? []),
    ...extra,
    'Content-Length: 0',
    '',
    '',
  ].join('\r\n')
}

/** Sends any bytes; resolves with the first final answer, or undefined when none comes in time. */
export function exchange(
  bytes: string,
  { ip = '127.0.0.50', port = 0, waitMs = 1500 } = {},
): Promise<RawResponse | undefined> {
  return new Promise((resolve) => {
    const socket = dgram.createSocket('udp4')
    const finish = (response?: RawResponse) => {
      clearTimeout(timer)
      socket.close()
      resolve(response)
    }
    const timer = setTimeout(() => finish(), waitMs)
    socket.on('message', (message) => {
      const text = message.toString()
      const status = Number(/^SIP\/2.0 (\d+)/.exec(text)?.[1] ?? 0)
      if (status >= 200) finish({ status, text })
    })
    socket.bind(port, ip, () => socket.send(bytes, 5060, nodeA.ip))
  })
}

/** The request, and once more with credentials when they are asked for. */
export async function ask(request: RawRequest): Promise<RawResponse> {
  const callId = randomUUID()
  const { ip, port } = request
  const options = { ...(ip !== undefined && { ip }), ...(port !== undefined && { port }) }
  const first = await exchange(textOf(request, [], callId, 1), options)
  if (!first || !request.credentials || (first.status !== 401 && first.status !== 407))
    return first ?? { status: 0, text: '' }
  const extra = [authorization(request, first, request.target ?? `sip:${domain}`)]
  return (await exchange(textOf(request, extra, callId, 2), options)) ?? { status: 0, text: '' }
}

/** A UDP phone that hears and never answers. */
export async function listen(
  ip: string,
  port: number,
): Promise<{ heard: () => string; close: () => Promise<void> }> {
  const socket = dgram.createSocket('udp4')
  let heard = ''
  socket.on('message', (message) => (heard += message.toString()))
  await new Promise<void>((resolve) => socket.bind(port, ip, resolve))
  return { heard: () => heard, close: () => new Promise((resolve) => socket.close(() => resolve())) }
}
