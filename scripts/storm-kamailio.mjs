// The proxy of deploy/ for a storm: its own process group on a loopback address of its own, so that nothing has to be free but that.
import { createHmac } from 'node:crypto'
import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, readdirSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'

const root = new URL('..', import.meta.url).pathname
const host = '127.0.0.21'
const rpcPort = 5091
const secret = 'secret-of-the-storm'
export const domain = 'pbx.test'

/** `EXPIRES:EXTENSION` and its HMAC, as the server hands them out. */
export function credentialsOf(extension) {
  const username = `${Math.floor(Date.now() / 1000) + 3600}:${extension}`
  return { username, password: createHmac('sha1', secret).update(username).digest('base64') }
}

async function rpc(method, params = []) {
  const response = await fetch(`http://127.0.0.1:${rpcPort}/rpc`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
    signal: AbortSignal.timeout(5000),
  })
  return (await response.json()).result
}

/** What all processes of the group have used, ms. */
function cpuMs(group) {
  const ticks = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ')
        return Number(fields[2]) === group ? Number(fields[11]) + Number(fields[12]) : 0
      } catch {
        return 0
      }
    })
  return ticks.reduce((sum, one) => sum + one, 0) * 10
}

/** What `storm.mjs` wants of a server. */
export async function startKamailio() {
  const runDir = `${root}test-results/storm/kamailio`
  mkdirSync(runDir, { recursive: true })
  const values = {
    SIP_DOMAIN: `"${domain}"`,
    AUTH_SECRET: `"${secret}"`,
    LISTEN_IP: host,
    WS_IP: host,
    RPC_PORT: String(rpcPort),
  }
  const defines = Object.entries(values).flatMap(([name, value]) => ['-A', `${name}=${value}`])
  // -DD: stay a child of ours. The memory that deploy/README.md advises for 10,000 phones.
  const memory = ['-m', '1024', '-M', '8', '-Y', runDir, '-w', runDir]
  // It dies with this process, however that ends.
  const child = spawn(
    'setpriv',
    [
      '--pdeathsig',
      'TERM',
      'kamailio',
      '-f',
      `${root}deploy/kamailio/kamailio.cfg`,
      ...defines,
      '-DD',
      '-E',
      ...memory,
    ],
    { stdio: 'ignore', detached: true },
  )
  const group = child.pid
  if (group === undefined) throw new Error('kamailio is not installed')
  const end = () => {
    try {
      process.kill(-group, 'SIGKILL')
    } catch {
      // It is gone already.
    }
  }
  process.once('exit', end)
  for (let tries = 0; ; tries += 1) {
    if (await rpc('core.uptime').catch(() => undefined)) break
    if (tries > 100 || child.exitCode !== null) throw new Error('kamailio did not start')
    await pause(50)
  }
  return {
    child: { once: (name, run) => child.once(name, run), kill: end },
    url: `ws://${host}:8080/`,
    async ask() {
      const [{ used }, statistics] = await Promise.all([rpc('core.shmmem'), rpc('stats.fetch', ['usrloc:'])])
      const registered = Number(statistics['usrloc.registered_users'])
      return { registered, rssMb: used / 1e6, cpuMs: cpuMs(group) }
    },
  }
}
