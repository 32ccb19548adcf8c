/** A running demo, as the commands `listen` and `trigger` see it. */
import { z } from 'zod'

const sessionSchema = z.object({ users: z.array(z.object({ token: z.string() })).min(1) })
const messageSchema = z.object({ message: z.string() })

export interface DemoClient {
  /** The answer's body, undefined for 204. Throws an Error for people when refused. */
  ask(method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown): Promise<unknown>
}

/** Without a token, the demo on this machine gives one of its own. */
export async function findDemo(url: string, token?: string): Promise<DemoClient> {
  const base = url.replace(/\/+$/, '')
  const bearer = token ?? (await demoToken(base))
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

async function demoToken(base: string): Promise<string> {
  const response = await reach(`${base}/demo/session.json`, {})
  const session = sessionSchema.safeParse(await response.json().catch(() => undefined))
  const [user] = session.data?.users ?? []
  if (!user) throw new Error(`${base} gives no demo token here. Pass --token.`)
  return user.token
}

async function reach(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { ...init, signal: AbortSignal.timeout(10_000) })
  } catch (error) {
    const start = 'Start it with `npm run demo`, or pass --url.'
    throw new Error(`No server answers at ${new URL(url).origin}. ${start}`, { cause: error })
  }
}

function details(answer: unknown): string {
  const errors = z.object({ errors: z.record(z.string(), z.array(z.string())) }).safeParse(answer)
    .data?.errors
  return Object.entries(errors ?? {})
    .map(([field, messages]) => `${field}: ${messages.join(' ')}`)
    .join('; ')
}
