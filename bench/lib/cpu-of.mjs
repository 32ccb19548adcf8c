// CPU seconds and memory of a process group, from /proc.
import { readFileSync, readdirSync } from 'node:fs'

const ticksPerSecond = 100

function statOf(pid) {
  try {
    // The name in brackets may hold spaces.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
    return {
      group: Number(fields[2]),
      cpu: (Number(fields[11]) + Number(fields[12])) / ticksPerSecond,
      rss: Number(fields[21]) * 4096,
    }
  } catch {
    return undefined
  }
}

export function usageOf(group) {
  const own = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(statOf)
    .filter((stat) => stat?.group === group)
  return {
    cpuSeconds: own.reduce((sum, { cpu }) => sum + cpu, 0),
    rssMb: own.reduce((sum, { rss }) => sum + rss, 0) / 1e6,
  }
}

/** Of one process. */
export const cpuSecondsOf = (pid) => statOf(pid).cpu
