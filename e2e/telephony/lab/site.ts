// What `deploy/install.sh` makes of a host, under another root, and the daemons started from it: nginx, Kamailio, server.
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { startDaemon, type Daemon } from './daemon.ts'
import { deployDir, domain, scratchDir } from './paths.ts'
import { waitFor } from './wait.ts'

export interface Site {
  readonly apiBase: string
  tokenOf(extension: string): string
  /** Call records, newest first. */
  records(extension: string): Promise<readonly { uuid: string; end_time: string | null }[]>
  stop(): Promise<void>
}

/** The proxy of the other groups has 127.0.0.1:8080 and :5065 already: the only two values that differ from a host's. */
const ip = '127.0.0.5'
const rpcPort = 5070

export async function startSite(certificate: string): Promise<Site> {
  const root = join(scratchDir, 'site')
  rmSync(root, { recursive: true, force: true })
  mkdirSync(root, { recursive: true })
  execFileSync(join(deployDir, 'install.sh'), [domain, ip, ip, dirname(certificate)], {
    env: { ...process.env, DESTDIR: root, ALLOW_FROM: 'all' },
    stdio: 'pipe',
  })
  // As an operator does on a new host, before the server has ever run and while it runs.
  addUser(root, '1001')
  const server = startServer(root)
  const daemons = [startProxy(root), startNginx(root), server]
  const stop = async () => {
    await Promise.all(daemons.map((daemon) => daemon.stop()))
  }
  try {
    await waitFor('server is ready', () => /^\{.*\}$/m.test(server.log()), { owner: server })
    addUser(root, '1002')
    await waitFor('proxy is healthy', async () => (await fetch(`http://${ip}:8080/health`)).ok)
    return {
      apiBase: `https://${domain}`,
      // Past nginx: the certificate of the tests is nobody's.
      async records(extension) {
        const token = command(root, 'user', 'token', `user${extension}`, '--scopes', 'pbx.read').trim()
        const headers = { Authorization: `Bearer ${token}` }
        const answer = await fetch('http://127.0.0.1:3000/api/pbx/cdr', { headers })
        const { data }: { data: Awaited<ReturnType<Site['records']>> } = await answer.json()
        return data
      },
      tokenOf: (extension) => command(root, 'user', 'token', `user${extension}`, '--days', '1').trim(),
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

const startProxy = (root: string): Daemon =>
  startDaemon({
    name: 'site-kamailio',
    command: 'kamailio',
    args: [
      ...['-f', join(root, 'etc/kamailio/kamailio.cfg'), '-A', `WS_IP=${ip}`, '-A', `RPC_PORT=${rpcPort}`],
      ...['-DD', '-E', '-m', '128', '-M', '8', '-Y', root, '-w', root],
    ],
  })

function startNginx(root: string): Daemon {
  const conf = join(root, 'etc/nginx/sites-enabled/zorio-webphone.conf')
  writeFileSync(conf, readFileSync(conf, 'utf8').replace('http://127.0.0.1:8080/', `http://${ip}:8080/`))
  const main = join(root, 'nginx.conf')
  const temp = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${root}/tmp-${name};`,
  )
  writeFileSync(
    main,
    `user root;\npid ${root}/nginx.pid;\nerror_log stderr;\nevents {}\n` +
      `http {\n${temp.join('\n')}\naccess_log off;\ninclude ${root}/etc/nginx/sites-enabled/*.conf;\n}\n`,
  )
  return startDaemon({
    name: 'site-nginx',
    command: 'nginx',
    args: ['-c', main, '-e', 'stderr', '-g', 'daemon off;'],
  })
}

/** The command that `install.sh` leaves on the host. */
const command = (root: string, ...args: string[]): string =>
  execFileSync(join(root, 'usr/local/bin/zorio-webphone'), args, { encoding: 'utf8', timeout: 20_000 })

const addUser = (root: string, extension: string): string =>
  command(
    root,
    'user',
    'add',
    `user${extension}`,
    '--extension',
    extension,
    '--full-name',
    `User ${extension}`,
  )

/** The command line of the systemd unit. */
function startServer(root: string): Daemon {
  const unit = readFileSync(join(root, 'etc/systemd/system/zorio-webphone.service'), 'utf8')
  const words = (/^ExecStart=(.*)$/m.exec(unit)?.[1] ?? '').split(' ')
  const secrets = readFileSync(join(root, 'etc/zorio-webphone/secrets.env'), 'utf8').trim().split('\n')
  return startDaemon({ name: 'site-server', command: 'env', args: [...secrets, ...words, '--json'] })
}
