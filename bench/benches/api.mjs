// What one core of our back end answers: GET /api/webphone/sip-config, the one request that every page load and every
// reconnect makes. Real tokens from a database in a file, rate limits and headers on, 32 connections that stay open.
import { mkdtempSync, rmSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cpuSecondsOf } from '../lib/cpu-of.mjs'
import { startDemo } from '../lib/demo.mjs'
import { loadTypescript } from '../lib/load-typescript.mjs'
import { median, round } from '../lib/numbers.mjs'
import { atLeast } from '../lib/verdict.mjs'

export const goal =
  '≥ 1000 sip-config in a CPU second of the server: 10 000 phones that come back within 10 s'

const connections = 32
const rounds = 3
const perRound = 6000
/** A token may ask 120 times a minute. */
const users = 300

/** Users and tokens as the server itself would store them, without the quarter of a second that a password takes. */
async function seed(db) {
  const { openStores } = await loadTypescript('packages/server/src/stores.ts')
  const { createLogin } = await loadTypescript('packages/server/src/auth/login.ts')
  const stores = await openStores(db)
  const login = createLogin(stores.users, Date.now)
  const accountId = await stores.users.createAccount('Bench')
  const tokens = []
  for (let i = 0; i < users; i += 1) {
    const extension = String(5000 + i)
    const id = await stores.users.createUser({
      ...{ accountId, extension, username: `u${extension}`, fullName: `User ${extension}` },
      passwordHash: 'none',
    })
    tokens.push(await login.issueToken(id, 'bench'))
  }
  await stores.db.close()
  return tokens
}

function ask(url, { agent, token }) {
  return new Promise((resolve, reject) => {
    const started = performance.now()
    const headers = { authorization: `Bearer ${token}`, accept: 'application/json' }
    request(url, { agent, headers }, (response) => {
      response.resume()
      response.on('end', () => resolve({ status: response.statusCode, ms: performance.now() - started }))
    })
      .on('error', reject)
      .end()
  })
}

async function load(url, { agent, tokens, count }) {
  let next = 0
  const times = []
  const caller = async () => {
    while (next < count) {
      const token = tokens[next % tokens.length]
      next += 1
      const { status, ms } = await ask(url, { agent, token })
      if (status !== 200) throw new Error(`sip-config answered ${status}`)
      times.push(ms)
    }
  }
  await Promise.all(Array.from({ length: connections }, caller))
  return times.toSorted((a, b) => a - b)
}

export async function run() {
  const folder = mkdtempSync(join(tmpdir(), 'bench-api-'))
  const db = join(folder, 'server.db')
  const tokens = await seed(db)
  const server = await startDemo({ args: ['--db', db, '--mode', 'production'], on: 1 })
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  try {
    const url = `${server.url}/api/webphone/sip-config`
    await load(url, { agent, tokens, count: 2000 })
    const rows = []
    for (let number = 1; number <= rounds; number += 1) {
      const before = cpuSecondsOf(server.pid)
      const started = performance.now()
      const times = await load(url, { agent, tokens, count: perRound })
      const cpuSeconds = cpuSecondsOf(server.pid) - before
      rows.push({
        round: number,
        'a CPU second': round(perRound / cpuSeconds),
        'a second of this run': round((perRound / (performance.now() - started)) * 1000),
        'p50, ms': round(times[Math.floor(times.length / 2)], 1),
        'p99, ms': round(times[Math.floor(times.length * 0.99)], 1),
      })
    }
    return {
      columns: Object.keys(rows[0]),
      rows,
      verdicts: [
        atLeast(
          'sip-config answered in a CPU second',
          round(median(rows.map((row) => row['a CPU second']))),
          1000,
        ),
      ],
    }
  } finally {
    agent.destroy()
    await server.stop()
    rmSync(folder, { recursive: true })
  }
}
