// sipp as the carrier: plays one scenario file, then tells how it ended.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { startDaemon } from './daemon.ts'
import { gatewayIp, nodeA, scratchDir, telephonyDir } from './paths.ts'
import { sleep } from './wait.ts'

export interface Sipp {
  /** Resolves when the scenario's one call is over; rejects unless every step of it was seen. */
  passed(timeoutMs?: number): Promise<void>
  /** Messages it sent and received. */
  log(): string
  stop(): Promise<void>
}

export interface SippOptions {
  /** File in scenarios/, without `.xml`. */
  readonly scenario: string
  /** `[key]` in the scenario. */
  readonly values?: Readonly<Record<string, string>>
  /** Places the call to this number instead of waiting for one. */
  readonly dial?: string
  /** Send back every RTP packet. */
  readonly echo?: boolean
}

export async function startSipp(options: SippOptions): Promise<Sipp> {
  mkdirSync(scratchDir, { recursive: true })
  const daemon = startDaemon({
    name: `sipp-${options.scenario}`,
    command: 'sipp',
    args: [
      `${nodeA.ip}:5060`,
      ...['-sf', join(telephonyDir, 'scenarios', `${options.scenario}.xml`)],
      ...[
        '-i',
        gatewayIp,
        '-p',
        '5060',
        '-mi',
        gatewayIp,
        '-min_rtp_port',
        '14000',
        '-max_rtp_port',
        '15000',
      ],
      ...['-m', '1', '-nostdin', '-trace_err', '-trace_msg', '-timeout', '60', '-timeout_error'],
      ...(options.echo ? ['-rtp_echo'] : []),
      ...(options.dial ? ['-s', options.dial] : []),
      ...Object.entries(options.values ?? {}).flatMap(([name, value]) => ['-key', name, value]),
    ],
    cwd: scratchDir,
  })
  // It binds within some ten milliseconds and tells nobody; a caller needs no waiting for.
  if (!options.dial) await sleep(200)
  return {
    passed: async (timeoutMs = 15_000) => {
      const limit = new AbortController()
      const code = await Promise.race([
        daemon.exited,
        sleep(timeoutMs, 'late' as const, { signal: limit.signal }),
      ])
      limit.abort()
      if (code !== 0)
        throw new Error(
          `sipp ${options.scenario}: ${code === 'late' ? 'still running' : `exit ${code}`}\n${daemon.log().slice(-3000)}`,
        )
    },
    log: daemon.log,
    stop: () => daemon.stop(500),
  }
}
