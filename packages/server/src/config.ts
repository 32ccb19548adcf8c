/** The command line (and two secrets from the environment, since arguments show in process lists), checked. */
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { isNetwork } from './http/trusted-proxies.ts'

export const usageOf = (command: string): string => `Usage: ${command} [options]

  --port N                  TCP port; 0 takes a free one (default 8080)
  --host ADDRESS            address to listen on (default 127.0.0.1)
  --json                    print one line of JSON when ready, and nothing else
  --db FILE|postgres://…    keep users, tokens, calls and webhooks there (default: memory); or ZORIO_DB
  --media direct|relay      audio straight between the browsers, or through the PBX (default direct)
  --domain NAME             SIP domain (default pbx.localhost)
  --credentials-ttl N       seconds that SIP and TURN credentials live (default 3600)
  --stun URL --turn URL     ICE servers for the phones; may be given several times
  --turn-secret S           shared secret of the TURN server (or ZORIO_TURN_SECRET)
  --ice-transport-policy P  all | relay (default all)
  --allow-origin ORIGIN     pages that may use API and PBX; several times (default any)
  --trusted-proxy ADDRESS   whose X-Forwarded-For is believed (10.0.0.7, 10.0.0.0/8); several times. Without it all who come
                            through a proxy share the limits of one address
  --public-url URL          address by which phones reach this server, where a proxy stands before it
  --log-level LEVEL         silent | error | warn | info | debug (default warn), on stderr
  --engine pbx|kamailio     own PBX, or credentials for a Kamailio with auth_ephemeral (default pbx)
  --wss-url URL             with kamailio: its WebSocket addresses, in order of preference
  --auth-secret S           with kamailio: the shared secret (or ZORIO_AUTH_SECRET)
  --mode demo|production    production: no demo users, page or test numbers (9200 excepted), and refuses to start with what
                            only a demo may have (default demo; production where NODE_ENV says so)
  --metrics-token T         lets Prometheus read /metrics from other machines (or ZORIO_METRICS_TOKEN)
  --help`

const many = z.array(z.string().min(1)).default([])
const urls = (protocols: RegExp, example: string) =>
  z.array(z.string().regex(protocols, `must be a URL such as ${example}`)).default([])

const schema = z
  .object({
    port: z.coerce.number('must be a number').int().min(0).max(65_535, 'must be 0 to 65535').default(8080),
    host: z.string().min(1).default('127.0.0.1'),
    json: z.boolean().default(false),
    db: z.string().min(1).default(':memory:'),
    media: z.enum(['direct', 'relay']).default('direct'),
    domain: z
      .string()
      .regex(/^[\w.-]{1,253}$/, 'must be a host name')
      .default('pbx.localhost'),
    'credentials-ttl': z.coerce.number('must be a number').int().min(60).max(86_400).default(3600),
    stun: urls(/^stuns?:./, 'stun:stun.example:3478'),
    turn: urls(/^turns?:./, 'turn:turn.example:3478?transport=udp'),
    'turn-secret': z.string().default(''),
    'ice-transport-policy': z.enum(['all', 'relay']).default('all'),
    'allow-origin': many,
    'trusted-proxy': z
      .array(z.string().refine(isNetwork, 'must be an address or a network such as 10.0.0.0/8'))
      .default([]),
    'public-url': z.url({ protocol: /^https?$/ }).optional(),
    'log-level': z.enum(['silent', 'error', 'warn', 'info', 'debug']).default('warn'),
    engine: z.enum(['pbx', 'kamailio']).default('pbx'),
    'wss-url': urls(/^wss?:\/\/./, 'wss://sip.example/ws'),
    'auth-secret': z.string().optional(),
    'metrics-token': z.string().min(16, 'must have 16 characters or more').optional(),
    mode: z.enum(['demo', 'production']).default('demo'),
    help: z.boolean().default(false),
  })
  .refine((c) => c.turn.length === 0 || c['turn-secret'] !== '', {
    path: ['turn-secret'],
    message: 'is needed with --turn',
  })
  .refine((c) => c.engine === 'pbx' || (c['wss-url'].length > 0 && c['auth-secret']), {
    path: ['engine'],
    message: 'kamailio needs --wss-url and --auth-secret (or ZORIO_AUTH_SECRET)',
  })

export type Config = z.output<typeof schema>

const isMultiple = (name: string): boolean =>
  ['stun', 'turn', 'allow-origin', 'trusted-proxy', 'wss-url'].includes(name)
const isFlag = (name: string): boolean => ['json', 'help'].includes(name)

/** Throws an Error whose message is for the person at the keyboard. */
export function readConfig(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Config {
  const options = Object.fromEntries(
    Object.keys(schema.shape).map((name) => [
      name,
      { type: isFlag(name) ? ('boolean' as const) : ('string' as const), multiple: isMultiple(name) },
    ]),
  )
  const { values } = parseArgs({ args: [...args], options, strict: true, allowPositionals: false })
  const result = schema.safeParse({
    ...(env.ZORIO_AUTH_SECRET && { 'auth-secret': env.ZORIO_AUTH_SECRET }),
    ...(env.ZORIO_TURN_SECRET && { 'turn-secret': env.ZORIO_TURN_SECRET }),
    ...(env.ZORIO_METRICS_TOKEN && { 'metrics-token': env.ZORIO_METRICS_TOKEN }),
    ...(env.ZORIO_DB && { db: env.ZORIO_DB }),
    ...(env.NODE_ENV === 'production' && { mode: 'production' }),
    ...values,
  })
  if (result.success) return result.data
  throw new Error(
    result.error.issues.map((issue) => `--${issue.path[0]?.toString()}: ${issue.message}`).join('\n'),
  )
}
