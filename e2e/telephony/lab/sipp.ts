// sipp as the carrier: plays one scenario file, then tells how it ended.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
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
  /** What `{{name}}` stands for in the scenario: sipp itself wants status lines spelled out. */
  readonly values?: Readonly<Record<string, string>>
  /** Places the call to this number instead of waiting for one. */
  readonly dial?: string
  /** Send back every RTP packet. */
  readonly echo?: boolean
  /** Off: every message counts, also one that it would take for a repetition and answer by itself. Default on. */
  readonly isRetransmitting?: boolean
}

/** An empty line would end the headers: what is not given is a header that says nothing. */
const noValues = {
  extra: 'X-Scenario: plain',
  reason: 'X-Scenario: plain',
  status: '486 Busy Here',
  target: '0',
}

let serial = 0

function fillIn({ scenario, values }: SippOptions): string {
  const all: Record<string, string> = { ...noValues, ...values }
  const template = readFileSync(join(telephonyDir, 'scenarios', `${scenario}.xml`), 'utf8')
  const file = join(scratchDir, `${scenario}-${process.pid}-${++serial}.xml`)
  writeFileSync(
    file,
    template.replace(/\{\{(\w+)\}\}/g, (_, name: string) => all[name] ?? ''),
  )
  return file
}

export async function startSipp(options: SippOptions): Promise<Sipp> {
  mkdirSync(scratchDir, { recursive: true })
  const daemon = startDaemon({
    name: `sipp-${options.scenario}`,
    command: 'sipp',
    args: [
      `${nodeA.ip}:5060`,
      ...['-sf', fillIn(options)],
      ...['-i', gatewayIp, '-p', '5060', '-mi', gatewayIp, '-mp', '14000'],
      ...['-m', '1', '-nostdin', '-trace_err', '-trace_msg', '-timeout', '60', '-timeout_error'],
      ...(options.isRetransmitting === false ? ['-nr'] : []),
      ...(options.echo ? ['-rtp_echo'] : []),
      ...(options.dial ? ['-s', options.dial] : []),
    ],
    cwd: scratchDir,
  })
  // It binds within some ten milliseconds and tells nobody; a caller needs no waiting for.
  if (!options.dial) await sleep(200)
  if (daemon.exitCode() !== null) throw new Error(`sipp did not start: ${daemon.log().slice(-500)}`)
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
