/** A PostgreSQL of its own in a temporary folder, on a unix socket, for as long as a test file runs. */
import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface PostgresCluster {
  /** A new, empty database. */
  createDatabase(): string
  stop(): Promise<void>
}

/** The newest of Debian's versions; undefined where none is installed. */
function findBinaries(): string | undefined {
  const root = '/usr/lib/postgresql'
  const versions = existsSync(root) ? readdirSync(root).sort((a, b) => Number(b) - Number(a)) : []
  return versions.map((version) => join(root, version, 'bin')).find((bin) => existsSync(join(bin, 'initdb')))
}

/** PostgreSQL refuses to run as root, so root runs it as the user that Debian made for it. */
function userOfPostgres(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {}
  const idOf = (flag: string) => Number(spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout)
  return { uid: idOf('-u'), gid: idOf('-g') }
}

/** undefined where PostgreSQL is not installed; rejects, leaving nothing behind, where it does not start. */
export async function startPostgres(): Promise<PostgresCluster | undefined> {
  const bin = findBinaries()
  if (bin === undefined) return undefined
  const user = userOfPostgres()
  const folder = mkdtempSync(join(tmpdir(), 'pg-'))
  if (user.uid !== undefined && user.gid !== undefined) chownSync(folder, user.uid, user.gid)
  chmodSync(folder, 0o700)
  const options = { ...user, cwd: folder, env: { ...process.env, LC_ALL: 'C.UTF-8' } }
  const run = (program: string, args: string[]): void => {
    const limited = { ...options, encoding: 'utf8' as const, timeout: 60_000 }
    const { status, stderr, error } = spawnSync(join(bin, program), args, limited)
    if (status !== 0) throw new Error(`${program}: ${error?.message ?? stderr}`)
  }
  const data = join(folder, 'data')
  let stop = async (): Promise<void> => rmSync(folder, { recursive: true, force: true })
  try {
    run('initdb', ['-D', data, '-U', 'zorio', '-A', 'trust', '--no-sync', '-E', 'UTF8'])
    const settings = ['fsync=off', 'listen_addresses=', `unix_socket_directories=${folder}`]
    const args = ['-D', data, ...settings.flatMap((setting) => ['-c', setting])]
    const server = spawn(join(bin, 'postgres'), args, { ...options, stdio: 'ignore' })
    const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()))
    stop = async () => {
      // Immediate: nothing of it is kept.
      server.kill('SIGQUIT')
      await ended
      rmSync(folder, { recursive: true, force: true })
    }
    await untilReady(() => spawnSync(join(bin, 'pg_isready'), ['-h', folder], options).status === 0)
  } catch (error) {
    await stop()
    throw error
  }
  let count = 0
  return {
    createDatabase() {
      const name = `test${(count += 1)}`
      run('createdb', ['-h', folder, '-U', 'zorio', name])
      return `postgres:///${name}?host=${encodeURIComponent(folder)}&user=zorio`
    },
    stop: () => stop(),
  }
}

async function untilReady(isReady: () => boolean): Promise<void> {
  for (let i = 0; i < 150; i++) {
    if (isReady()) return
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  throw new Error('PostgreSQL did not start within 30 s')
}
