// Many simple SIP phones over WebSocket in one process, made to cost less than the server that they load.
import { createHash, createHmac } from 'node:crypto'
import { WebSocket } from 'ws'

const md5 = (text) => createHash('md5').update(text).digest('hex')

/** The credentials that the server hands out: EXPIRES:USER and base64(HMAC-SHA1(secret, username)). */
export function credentialsFor(user, secret) {
  const username = `${Math.floor(Date.now() / 1000) + 3600}:${user}`
  return { username, password: createHmac('sha1', secret).update(username).digest('base64') }
}

function registerText({ domain, extension, sequence, authorization }) {
  const lines = [
    `REGISTER sip:${domain} SIP/2.0`,
    `Via: SIP/2.0/WS b${extension}.invalid;branch=z9hG4bK${extension}x${sequence}`,
    'Max-Forwards: 70',
    `From: <sip:${extension}@${domain}>;tag=t${extension}`,
    `To: <sip:${extension}@${domain}>`,
    `Call-ID: bench-${extension}`,
    `CSeq: ${sequence} REGISTER`,
    `Contact: <sip:${extension}@b${extension}.invalid;transport=ws>;expires=300`,
    ...(authorization ? [`Authorization: ${authorization}`] : []),
    'Content-Length: 0',
  ]
  return `${lines.join('\r\n')}\r\n\r\n`
}

function authorize(answer, { domain, username, password }) {
  const challenges = [...answer.matchAll(/^WWW-Authenticate: *(.*)$/gim)].map((one) => one[1])
  // MD5, which both servers know: the slower hash would be measured in only one of them.
  const challenge = challenges.find((one) => /MD5/i.test(one)) ?? challenges[0] ?? ''
  const field = (name) => new RegExp(`${name}="([^"]*)"`).exec(challenge)?.[1] ?? ''
  const [realm, nonce, uri] = [field('realm'), field('nonce'), `sip:${domain}`]
  const secret = md5(`${username}:${realm}:${password}`)
  const request = md5(`REGISTER:${uri}`)
  const start = `Digest username="${username}", realm="${realm}", nonce="${nonce}", uri="${uri}", algorithm=MD5`
  if (!/qop=/.test(challenge)) return `${start}, response="${md5(`${secret}:${nonce}:${request}`)}"`
  const response = md5(`${secret}:${nonce}:00000001:bench:auth:${request}`)
  return `${start}, qop=auth, nc=00000001, cnonce="bench", response="${response}"`
}

/** Opens a socket; `register` resolves when the registrar said 200, and rejects for anything else. */
export async function openPhone({ url, domain, extension, username, password }) {
  const socket = new WebSocket(url, 'sip', { perMessageDeflate: false })
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
  let sequence = 0
  const onAnswer = { take: () => undefined }
  socket.on('message', (data) => onAnswer.take(Buffer.from(data).toString('utf8')))
  const send = (authorization) => {
    sequence += 1
    socket.send(registerText({ domain, extension, sequence, authorization }))
  }
  return {
    socket,
    register: () =>
      new Promise((resolve, reject) => {
        onAnswer.take = (text) => {
          if (text.startsWith('SIP/2.0 401')) send(authorize(text, { domain, username, password }))
          else if (text.startsWith('SIP/2.0 200')) resolve()
          else if (text.startsWith('SIP/2.0')) reject(new Error(text.slice(0, 80)))
        }
        send()
      }),
  }
}
