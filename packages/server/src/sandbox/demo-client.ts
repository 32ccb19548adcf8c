/** A running demo, as the commands `listen` and `trigger` see it. */
import { z } from 'zod'

const sessionSchema = z.object({ users: z.array(z.object({ token: z.string() })).min(1) })
const messageSchema = z.object({ message: z.string() })

export interface DemoClient {
  /** The answer's body, undefined for 204. Throws an Error for people when refused. */
  ask(method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown): Promise<unknown>
}

export interface DemoAccess {
  /** Without one, the demo on this machine gives one of its own. */
  readonly token: string | undefined
  /** What starts a demo, for the message where none answers. */
  readonly starter: string
}

export async function findDemo(url: string, { token, starter }: DemoAccess): Promise<DemoClient> {
  const base = url.replace(/\/+$/, '')
  const reach = reachOf(starter)
  const bearer = token ?? (await demoToken(base, reach))
  return {
    async ask(method, path, body) {
      const response = await reach(base + path, {
        method,
        headers: { Authorization: `Bearer ${bearer}`, 'Content-Type': 'application/json' },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
      if (response.status === 204) return undefined
      const answer: unknown = await response.json().catch(() => undefined)
      if (response.ok) return answer
      const said = messageSchema.safeParse(answer).data?.message ?? ''
      throw new Error(`${base}${path} answered ${response.status}: ${said} ${details(answer)}`.trim())
    },
  }
}

type Reach = (url: string, init: RequestInit) => Promise<Response>

async function demoToken(base: string, reach: Reach): Promise<string> {
  const response = await reach(`${base}/demo/session.json`, {})
  const session = sessionSchema.safeParse(await response.json().catch(() => undefined))
  const [user] = session.data?.users ?? []
  if (!user) throw new Error(`${base} gives no demo token here. Pass --token.`)
  return user.token
}

function reachOf(starter: string): Reach {
  return async (url, init) => {
    try {
      return await fetch(url, { ...init, signal: AbortSignal.timeout(10_000) })
    } catch (error) {
      const start = `Start it with \`${starter.replace(/ --$/, '')}\`, or pass --url.`
      throw new Error(`No server answers at ${new URL(url).origin}. ${start}`, { cause: error })
    }
  }
}

function details(answer: unknown): string {
  const errors = z.object({ errors: z.record(z.string(), z.array(z.string())) }).safeParse(answer)
    .data?.errors
  return Object.entries(errors ?? {})
    .map(([field, messages]) => `${field}: ${messages.join(' ')}`)
    .join('; ')
}
