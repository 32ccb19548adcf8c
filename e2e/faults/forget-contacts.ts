import { createHash, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { WebSocket } from 'ws'
import type { DemoServer } from '../harness/demo-server.ts'

interface SipConfig {
  readonly extension: string
  readonly domain: string
  readonly username: string
  readonly password: string
  readonly wss_urls: readonly string[]
}

const md5 = (text: string) => createHash('md5').update(text).digest('hex')

function registerText(config: SipConfig, sequence: number, authorization?: string): string {
  const address = `<sip:${config.extension}@${config.domain}>`
  const lines = [
    `REGISTER sip:${config.domain} SIP/2.0`,
    `Via: SIP/2.0/WS forget.invalid;branch=z9hG4bK${randomUUID()}`,
    'Max-Forwards: 70',
    `From: ${address};tag=forget`,
    `To: ${address}`,
    `Call-ID: ${randomUUID()}`,
    `CSeq: ${sequence} REGISTER`,
    'Contact: *',
    'Expires: 0',
    ...(authorization === undefined ? [] : [`Authorization: ${authorization}`]),
    'Content-Length: 0',
  ]
  return `${lines.join('\r\n')}\r\n\r\n`
}

/** RFC 7616 with MD5 and `qop=auth`: the shortest of what the PBX offers. */
function authorize({ domain, username, password }: SipConfig, challenge: string): string {
  const offered = [...challenge.matchAll(/^WWW-Authenticate: *(.*)$/gim)].map((one) => one[1] ?? '')
  const nonce = /nonce="([^"]*)"/.exec(offered.find((one) => /MD5/i.test(one)) ?? '')?.[1] ?? ''
  const uri = `sip:${domain}`
  const secret = md5(`${username}:${domain}:${password}`)
  const response = md5(`${secret}:${nonce}:00000001:forget:auth:${md5(`REGISTER:${uri}`)}`)
  return `Digest username="${username}", realm="${domain}", nonce="${nonce}", uri="${uri}", algorithm=MD5, qop=auth, nc=00000001, cnonce="forget", response="${response}"`
}

/** The registrar loses every contact of that user, and no phone hears of it. */
export async function forgetContacts(server: DemoServer, extension: string): Promise<void> {
  const answer = await fetch(new URL('/api/webphone/sip-config', server.url), {
    headers: { authorization: `Bearer ${server.user(extension).token}` },
  })
  const { data } = (await answer.json()) as { data: SipConfig }
  const socket = new WebSocket(data.wss_urls[0] ?? '', 'sip')
  await once(socket, 'open')
  const ask = async (text: string): Promise<string> => {
    socket.send(text)
    const [frame] = (await once(socket, 'message')) as [Buffer]
    return frame.toString('utf8')
  }
  const challenge = await ask(registerText(data, 1))
  const done = await ask(registerText(data, 2, authorize(data, challenge)))
  socket.terminate()
  if (!done.startsWith('SIP/2.0 200')) throw new Error(`not forgotten: ${done.split('\r\n')[0]}`)
}
