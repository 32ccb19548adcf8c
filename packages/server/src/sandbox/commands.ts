/** The commands beside the server itself: `listen`, `replay` and `trigger`, all against a demo that runs. */
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { findDemo } from './demo-client.ts'
import type { DemoClient } from './demo-client.ts'
import { startListening } from './listen.ts'

export const commandUsage = `Commands against a running demo (--url URL, default http://127.0.0.1:8080; --token T, default a token of the demo):

  listen [--forward-to URL]                                    print each webhook, and pass it on
  replay [DELIVERY]                                            send a delivery again, under the same id (default: the newest)
  trigger incoming --from N [--contact "Name"] [--to 1001]     an outside caller rings
  trigger drop-socket [--to 1001] [--refuse-ms N]              cut the phones' sockets without a close frame`

export interface Running {
  /** Undefined where the command is over. */
  readonly stop?: () => Promise<void>
}

const options = {
  url: { type: 'string', default: 'http://127.0.0.1:8080' },
  token: { type: 'string' },
  'forward-to': { type: 'string' },
  from: { type: 'string' },
  contact: { type: 'string' },
  to: { type: 'string' },
  'refuse-ms': { type: 'string' },
  help: { type: 'boolean' },
} as const

/** undefined where the arguments are the server's own. Throws an Error for the person at the keyboard. */
export async function runCommand(
  args: readonly string[],
  say: (line: string) => void,
  starter = 'npm run demo --',
): Promise<Running | undefined> {
  const [command] = args
  if (command !== 'listen' && command !== 'trigger' && command !== 'replay') return undefined
  const { values, positionals } = parseArgs({ args: args.slice(1), options, allowPositionals: true })
  if (values.help) {
    say(commandUsage)
    return {}
  }
  if (!URL.canParse(values.url)) throw new Error('--url: must be a URL such as http://127.0.0.1:8080')
  const reach = () => findDemo(values.url, { token: values.token, starter })
  const [first] = positionals
  if (command === 'listen') return listen(values, say, reach)
  return command === 'replay' ? replay(first, say, reach) : trigger(first, { values, say, reach })
}

type Say = (line: string) => void
type Reach = () => Promise<DemoClient>

type Values = ReturnType<typeof parseArgs<{ options: typeof options }>>['values']

async function listen(values: Values, say: Say, reach: Reach): Promise<Running> {
  const forwardTo = values['forward-to']
  if (forwardTo !== undefined && !(URL.canParse(forwardTo) && /^https?:/i.test(forwardTo)))
    throw new Error('--forward-to: must be a URL such as http://localhost:3000/hook')
  const demo = await reach()
  const { secret, close } = await startListening(demo, { forwardTo, say })
  say(
    `Listening for webhooks${forwardTo === undefined ? '' : `, passed on to ${forwardTo}`}. Secret: ${secret}`,
  )
  return { stop: close }
}

const newestSchema = z.object({ data: z.array(z.object({ id: z.string() })) })

async function replay(delivery: string | undefined, say: Say, reach: Reach): Promise<Running> {
  const demo = await reach()
  const newest = async () =>
    newestSchema.parse(await demo.ask('GET', '/api/pbx/webhook-deliveries?per_page=1')).data[0]?.id
  const id = delivery ?? (await newest())
  if (id === undefined) throw new Error('There is no delivery yet: run `listen`, then make a call.')
  say(JSON.stringify(await demo.ask('POST', `/api/pbx/webhook-deliveries/${encodeURIComponent(id)}/replay`)))
  return {}
}

async function trigger(
  what: string | undefined,
  { values, say, reach }: { values: Values; say: Say; reach: Reach },
): Promise<Running> {
  const bodies: Readonly<Record<string, () => unknown>> = {
    incoming: () => ({ from: values.from, contact: values.contact, to: values.to }),
    'drop-socket': () => ({
      extension: values.to,
      ...(values['refuse-ms'] !== undefined && { refuse_ms: Number(values['refuse-ms']) }),
    }),
  }
  const bodyOf = what !== undefined && Object.hasOwn(bodies, what) ? bodies[what] : undefined
  if (!bodyOf) throw new Error(commandUsage)
  const demo = await reach()
  say(JSON.stringify(await demo.ask('POST', `/demo/trigger/${what}`, bodyOf())))
  return {}
}
