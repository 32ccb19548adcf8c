/**
 * Cuts the media path with the kernel's packet filter. Only inside a network namespace of our own (`npm run test:faults`
 * makes one): elsewhere the rules would hit whatever else runs on the machine.
 */
import { execFileSync } from 'node:child_process'
import { readlinkSync } from 'node:fs'

/** `OUTER_NETWORK` is the namespace that the run was started from, as `npm run test:faults` tells it. */
export function hasOwnNetwork(): boolean {
  const outer = process.env.OUTER_NETWORK
  return outer !== undefined && process.getuid?.() === 0 && readlinkSync('/proc/self/ns/net') !== outer
}

const rule = (action: '-I' | '-D', more: readonly string[]) =>
  execFileSync('iptables', ['-w', '5', action, 'INPUT', '-i', 'lo', '-p', 'udp', ...more, '-j', 'DROP'], {
    stdio: 'ignore',
    timeout: 10_000,
  })

/** Drops UDP until the returned function is called; `more` narrows it, e.g. to a share of the packets. */
export function cutMedia(more: readonly string[] = []): () => void {
  if (!hasOwnNetwork()) throw new Error('not in a network namespace of our own')
  rule('-I', more)
  let isCut = true
  return () => {
    if (isCut) rule('-D', more)
    isCut = false
  }
}

export const someLost = (share: number): readonly string[] => [
  '-m',
  'statistic',
  '--mode',
  'random',
  '--probability',
  String(share),
]
