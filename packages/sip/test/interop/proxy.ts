import type { AddressInfo } from 'node:net'
import { WebSocketServer } from 'ws'
import type { WebSocket } from 'ws'
import {
  headerValue,
  headerValues,
  isRequest,
  makeChallenge,
  parseAuthorization,
  parseMessage,
  parseNameAddr,
  parseUri,
  parseVia,
  serializeMessage,
  verifyAuthorization,
} from '../../src/index.ts'
import type { HeaderField, SipRequest, SipResponse } from '../../src/index.ts'

export const DOMAIN = 'pbx.example'
export const PASSWORD = 'secret'
const HERE = 'proxy.example'

export interface Proxy {
  readonly url: string
  /** First line of every frame, with who sent it. */
  readonly trace: string[]
  readonly faults: string[]
  close(): Promise<void>
}

const without = (headers: readonly HeaderField[], name: string): HeaderField[] =>
  headers.filter((field) => field.name !== name)
const hasToTag = (request: SipRequest): boolean => /;\s*tag=/.test(headerValue(request, 'To') ?? '')
const branchOf = (request: SipRequest | SipResponse): string =>
  parseVia(headerValues(request, 'Via')[0] ?? '')?.params.get('branch') ?? ''

const contactKey = (text: string): string => {
  const uri = parseUri(text)
  return `${uri?.user}@${uri?.host}`
}

function answer(request: SipRequest, status: number, headers: readonly HeaderField[] = []): SipResponse {
  const copied = request.headers.flatMap(({ name, value }) => {
    if (name === 'To' && !hasToTag(request)) return [{ name, value: `${value};tag=proxy` }]
    return ['Via', 'From', 'To', 'Call-ID', 'CSeq'].includes(name) ? [{ name, value }] : []
  })
  return { status, reason: 'From the proxy', headers: [...copied, ...headers], body: '' }
}

/** Registrar and stateless record-routing proxy (RFC 3261 16.11) on a loopback port; challenges REGISTER and INVITE. */
export async function startProxy(): Promise<Proxy> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', handleProtocols: () => 'sip' })
  const trace: string[] = []
  const faults: string[] = []
  const byUser = new Map<string, WebSocket>()
  /** By user and host: two phones of one make may have the same host. */
  const byContact = new Map<string, WebSocket>()
  const byBranch = new Map<string, WebSocket>()
  const refused = new Set<string>()
  const names = new Map<WebSocket, string>()
  let nonces = 0

  const send = (socket: WebSocket | undefined, message: SipRequest | SipResponse): void => {
    const data = serializeMessage(message)
    trace.push(`-> ${(socket && names.get(socket)) ?? '?'} ${data.split('\r\n')[0]}`)
    socket?.send(data)
  }
  const isProven = (request: SipRequest, header: string): boolean => {
    const authorization = parseAuthorization(headerValue(request, header) ?? '')
    return (
      authorization !== undefined &&
      verifyAuthorization({ authorization, password: PASSWORD, method: request.method })
    )
  }
  const challenge = (): string =>
    makeChallenge({ realm: DOMAIN, nonce: `nonce-${++nonces}`, algorithm: 'MD5' })

  const register = (socket: WebSocket, request: SipRequest): void => {
    if (!isProven(request, 'Authorization')) {
      send(socket, answer(request, 401, [{ name: 'WWW-Authenticate', value: challenge() }]))
      return
    }
    const contact = parseNameAddr(headerValue(request, 'Contact') ?? '')
    const user = parseUri(parseNameAddr(headerValue(request, 'To') ?? '')?.uri ?? '')?.user ?? ''
    names.set(socket, user)
    byUser.set(user, socket)
    byContact.set(contactKey(contact?.uri ?? ''), socket)
    const expires = contact?.params.get('expires') ?? headerValue(request, 'Expires') ?? '300'
    const value = `<${contact?.uri}>;expires=${expires}`
    send(socket, answer(request, 200, [{ name: 'Contact', value }]))
  }

  const forward = (socket: WebSocket, request: SipRequest): void => {
    const routes = headerValues(request, 'Route')
    if (parseUri(parseNameAddr(routes[0] ?? '')?.uri ?? '')?.host === HERE) routes.shift()
    const uri = parseUri(request.uri)
    const target =
      byContact.get(contactKey(request.uri)) ??
      (uri?.host === DOMAIN ? byUser.get(uri.user ?? '') : undefined)
    if (!target) {
      if (request.method !== 'ACK') send(socket, answer(request, 404))
      return
    }
    const branch = `${branchOf(request)}-p`
    byBranch.set(branch, socket)
    const isNew = request.method === 'INVITE' && !hasToTag(request)
    const headers: HeaderField[] = [
      { name: 'Via', value: `SIP/2.0/WS ${HERE};branch=${branch}` },
      ...(isNew ? [{ name: 'Record-Route', value: `<sip:${HERE};transport=ws;lr>` }] : []),
      ...routes.map((value) => ({ name: 'Route', value })),
      ...without(without(request.headers, 'Route'), 'Proxy-Authorization'),
    ]
    send(target, { ...request, headers })
  }

  const receiveRequest = (socket: WebSocket, request: SipRequest): void => {
    if (request.method === 'REGISTER') register(socket, request)
    else if (request.method === 'INVITE' && !hasToTag(request) && !isProven(request, 'Proxy-Authorization')) {
      refused.add(branchOf(request))
      send(socket, answer(request, 407, [{ name: 'Proxy-Authenticate', value: challenge() }]))
    } else if (request.method !== 'ACK' || !refused.has(branchOf(request))) forward(socket, request)
  }

  const receiveResponse = (response: SipResponse): void => {
    const [top, ...vias] = headerValues(response, 'Via')
    const socket = byBranch.get(parseVia(top ?? '')?.params.get('branch') ?? '')
    const headers = [...vias.map((value) => ({ name: 'Via', value })), ...without(response.headers, 'Via')]
    send(socket, { ...response, headers })
  }

  server.on('connection', (socket) => {
    socket.on('message', (data: Buffer) => {
      const frame = data.toString('utf8')
      trace.push(`<- ${names.get(socket) ?? '?'} ${frame.split('\r\n')[0]}`)
      if (frame === '\r\n\r\n') socket.send('\r\n')
      if (frame.trim() === '') return
      const parsed = parseMessage(frame)
      if (!parsed.ok) faults.push(`${parsed.detail}: ${frame}`)
      else if (isRequest(parsed.message)) receiveRequest(socket, parsed.message)
      else receiveResponse(parsed.message)
    })
  })
  await new Promise<void>((resolve) => void server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `ws://127.0.0.1:${port}`,
    trace,
    faults,
    close: () =>
      new Promise((resolve) => {
        for (const client of server.clients) client.terminate()
        server.close(() => resolve())
      }),
  }
}
