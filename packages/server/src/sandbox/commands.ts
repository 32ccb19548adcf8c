/** The commands beside the server itself: `listen` and `trigger`, both against a demo that runs. */
import { parseArgs } from 'node:util'
import { findDemo } from './demo-client.ts'
import { startListening } from './listen.ts'

export const commandUsage = `Commands against a running demo (--url URL, default http://127.0.0.1:8080; --token T, default a token of the demo):

  listen [--forward-to URL]                                    print each webhook, and pass it on
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
): Promise<Running | undefined> {
  const [command] = args
  if (command !== 'listen' && command !== 'trigger') return undefined
  const { values, positionals } = parseArgs({ args: args.slice(1), options, allowPositionals: true })
  if (values.help) {
    say(commandUsage)
    return {}
  }
  if (!URL.canParse(values.url)) throw new Error('--url: must be a URL such as http://127.0.0.1:8080')
  return command === 'listen' ? listen(values, say) : trigger(positionals[0], values, say)
}

type Values = ReturnType<typeof parseArgs<{ options: typeof options }>>['values']

async function listen(values: Values, say: (line: string) => void): Promise<Running> {
  const forwardTo = values['forward-to']
  if (forwardTo !== undefined && !(URL.canParse(forwardTo) && /^https?:/i.test(forwardTo)))
    throw new Error('--forward-to: must be a URL such as http://localhost:3000/hook')
  const demo = await findDemo(values.url, values.token)
  const { secret, close } = await startListening(demo, { forwardTo, say })
  say(
    `Listening for webhooks${forwardTo === undefined ? '' : `, passed on to ${forwardTo}`}. Secret: ${secret}`,
  )
  return { stop: close }
}

async function trigger(
  what: string | undefined,
  values: Values,
  say: (line: string) => void,
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
  const demo = await findDemo(values.url, values.token)
  say(JSON.stringify(await demo.ask('POST', `/demo/trigger/${what}`, bodyOf())))
  return {}
}
