// Runs the PBX lab in a network namespace with nothing but loopback: no port of the machine can clash.
import { spawnSync } from 'node:child_process'

export function runLab(what) {
  const lab = new URL('./pbx-lab.mjs', import.meta.url).pathname
  const inside = [
    'sh',
    '-c',
    'ip link set lo up && ulimit -n 20000 && exec "$@"',
    'sh',
    'taskset',
    '-c',
    '1',
    process.execPath,
    lab,
    what,
  ]
  const { status, stdout } = spawnSync('nice', ['-n', '-5', 'unshare', '--net', ...inside], {
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
    timeout: 240_000,
    maxBuffer: 2 ** 24,
  })
  if (status !== 0) throw new Error(`the PBX lab ended with ${status}`)
  return JSON.parse(stdout.trim().split('\n').at(-1))
}
