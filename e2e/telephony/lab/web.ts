// The integrator's site and a back end of one route: pages, bundles, and sip-config for whatever phone a test describes.
import { existsSync, readFileSync } from 'node:fs'
import { createServer, type ServerResponse } from 'node:http'
import { join, normalize } from 'node:path'
import { credentialsFor } from './credentials.ts'
import { domain, root, scratchDir, sipSecret, telephonyDir, turnSecret, webOrigin } from './paths.ts'

/** What a test wants a phone to be told; travels as the phone's token. */
export interface PhoneProfile {
  readonly extension: string
  readonly displayName?: string
  readonly wssUrls?: readonly string[]
  readonly secret?: string
  readonly ttlSeconds?: number
  readonly turn?: 'udp' | 'tcp'
  /** Another than coturn's: its credentials are refused. */
  readonly turnSecret?: string
  /** Default: where there is TURN, `relay`. */
  readonly iceTransportPolicy?: 'all' | 'relay'
  readonly stun?: string
  readonly registerExpires?: number
}

export const tokenFor = (profile: PhoneProfile) => Buffer.from(JSON.stringify(profile)).toString('base64url')

const types: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
}
const places: readonly (readonly [prefix: string, dir: string])[] = [
  ['/sdk/', join(scratchDir, 'sdk/')],
  ['/bundles/', join(scratchDir, 'bundles/')],
  ['/peer', join(telephonyDir, 'pages/peer')],
  ['/', join(root, 'e2e/harness/page/')],
]

function sipConfigOf(profile: PhoneProfile): object {
  const ttlSeconds = profile.ttlSeconds ?? 3600
  const sip = credentialsFor(profile.extension, { secret: profile.secret ?? sipSecret, ttlSeconds })
  const turn = credentialsFor(profile.extension, { secret: profile.turnSecret ?? turnSecret })
  const transport = profile.turn ?? 'udp'
  return {
    extension: profile.extension,
    display_name: profile.displayName ?? `Phone ${profile.extension}`,
    domain,
    wss_urls: profile.wssUrls ?? ['ws://127.0.0.1:8080'],
    ...sip,
    credentials_ttl: Math.max(60, ttlSeconds),
    ice_servers: [
      ...(profile.stun ? [{ urls: [profile.stun] }] : []),
      ...(profile.turn
        ? [
            {
              urls: [`turn:127.0.0.1:3478?transport=${transport}`],
              username: turn.username,
              credential: turn.password,
            },
          ]
        : []),
    ],
    ice_transport_policy: profile.iceTransportPolicy ?? (profile.turn ? 'relay' : 'all'),
    register_expires: profile.registerExpires ?? 300,
    keepalive_seconds: 25,
  }
}

function sendFile(path: string, response: ServerResponse): void {
  const place = places.find(([prefix]) => path.startsWith(prefix))
  const file = place && place[1] + normalize(path.slice(place[0].length) || 'index.html')
  if (!file || path.includes('..') || !existsSync(file)) return void response.writeHead(404).end()
  const type = types[file.split('.').at(-1) ?? ''] ?? 'application/octet-stream'
  response.writeHead(200, { 'content-type': type, 'cache-control': 'no-store' }).end(readFileSync(file))
}

export async function startWeb(): Promise<{ stop(): Promise<void> }> {
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', webOrigin).pathname
    if (path !== '/api/webphone/sip-config') {
      if (path.startsWith('/api/')) return void response.writeHead(404).end('{}')
      return sendFile(path, response)
    }
    const token = request.headers.authorization?.replace(/^Bearer /, '') ?? ''
    const profile: PhoneProfile = JSON.parse(Buffer.from(token, 'base64url').toString())
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ data: sipConfigOf(profile) }))
  })
  const { hostname, port } = new URL(webOrigin)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(Number(port), hostname, resolve)
  })
  return {
    stop: () => new Promise((resolve) => server.close(() => resolve()).closeAllConnections()),
  }
}
