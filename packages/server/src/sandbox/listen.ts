/** `listen`: every webhook of the demo, printed, and forwarded to a receiver under construction. */
import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { z } from 'zod'
import { verifyWebhook } from '../webhooks/verify-webhook.ts'
import type { DemoClient } from './demo-client.ts'

export interface ListenCommand {
  /** Where each delivery goes as it came, signature included; without it every one is answered 204. */
  readonly forwardTo?: string | undefined
  readonly say: (line: string) => void
}

export interface Listening {
  /** Signs the deliveries, for `verifyWebhook` in the receiver. */
  readonly secret: string
  close(): Promise<void>
}

/** The receiver's own answer decides; the server itself would wait as long. */
const forwardTimeoutMs = 4500
const createdSchema = z.object({ data: z.object({ id: z.number(), secret: z.string() }) })

export async function startListening(demo: DemoClient, command: ListenCommand): Promise<Listening> {
  let secret = ''
  const server = createServer((request, response) => {
    pass(request, response, { ...command, secret: () => secret }).catch(() => response.destroy())
  })
  const port = await listenOnLoopback(server)
  const wanted = { url: `http://127.0.0.1:${port}/`, name: 'listen' }
  const created = await demo.ask('POST', '/api/pbx/webhooks', wanted).catch((error: unknown) => {
    server.close()
    throw error
  })
  const { data } = createdSchema.parse(created)
  secret = data.secret
  return {
    secret,
    async close() {
      await demo.ask('DELETE', `/api/pbx/webhooks/${data.id}`).catch(() => undefined)
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

type Passing = ListenCommand & { readonly secret: () => string }

async function pass(request: IncomingMessage, response: ServerResponse, options: Passing): Promise<void> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const rawBody = Buffer.concat(chunks)
  const verified = verifyWebhook({ rawBody, headers: request.headers, secret: options.secret() })
  if (!verified.isValid) return void response.writeHead(400).end()
  const status = options.forwardTo === undefined ? 204 : await forward(request, rawBody, options.forwardTo)
  const { event, timestamp, data } = verified.body
  const outcome = options.forwardTo === undefined ? '' : ` -> ${status || 'no answer'}`
  options.say(`${timestamp}  ${event}  ${verified.deliveryId}${outcome}\n${JSON.stringify(data)}`)
  response.writeHead(status || 502).end()
}

/** 0 without an answer. */
async function forward(
  request: IncomingMessage,
  body: Buffer<ArrayBuffer>,
  forwardTo: string,
): Promise<number> {
  const headers = new Headers()
  for (const [name, value] of Object.entries(request.headers))
    if (/^(x-zorio-|content-type$|user-agent$)/.test(name) && typeof value === 'string')
      headers.set(name, value)
  const signal = AbortSignal.timeout(forwardTimeoutMs)
  return fetch(forwardTo, { method: 'POST', headers, body, signal, redirect: 'manual' }).then(
    async (answer) => {
      await answer.body?.cancel()
      return answer.status
    },
    () => 0,
  )
}

function listenOnLoopback(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : 0)
    })
  })
}
