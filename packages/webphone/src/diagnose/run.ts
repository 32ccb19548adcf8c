/**
 * Runs the checks, side by side where they do not need each other, within a deadline for all. Nothing that a port does (throw, hang,
 * answer nonsense) gets out of here: each check ends with a finding.
 */
import { checkApi } from './checks/api.ts'
import { checkEchoCall } from './checks/echo-call.ts'
import { checkMicrophone } from './checks/microphone.ts'
import { checkOutput } from './checks/output.ts'
import { checkRegistration } from './checks/registration.ts'
import { checkSecureContext } from './checks/secure-context.ts'
import { checkSocket } from './checks/socket.ts'
import { checkStun, checkTurn, turnFailureOf } from './checks/ice.ts'
import { checkFrom, checkNames } from './result.ts'
import type { SipConfigBody } from '@zorio/contract'
import type { DiagnosePorts, TestPhone } from './diagnose-port.ts'
import type { CheckName, DiagnoseCheck, Outcome } from './result.ts'
import type { FindingCode } from './findings.ts'

export interface RunOptions {
  readonly ports: DiagnosePorts
  readonly echoNumber: string
  readonly onCheck: (check: DiagnoseCheck) => void
}

/** Half a second is left to hang up and un-register. */
const totalMs = 14_000

const limitsMs = {
  api: 4_500,
  wss: 3_500,
  registration: 4_000,
  microphone: 6_500,
  output: 2_000,
  ice: 3_000,
  listen: 2_500,
}

type Check = (signal: AbortSignal) => Promise<Outcome> | Outcome

export async function runChecks(options: RunOptions): Promise<readonly DiagnoseCheck[]> {
  const run = createRun(options)
  const { ports } = options
  await run.check('secure_context', 1000, () => checkSecureContext(ports))
  const microphone = run.check(
    'microphone',
    limitsMs.microphone,
    (signal) => checkMicrophone(ports, signal),
    {
      late: 'microphone_prompt_open',
    },
  )
  const output = run.check('output', limitsMs.output, (signal) => checkOutput(ports, signal))
  let config: SipConfigBody | undefined
  const api: Check = async (signal) => {
    const found = await checkApi(ports, signal)
    config = found.config
    return found.outcome
  }
  await run.check('api', limitsMs.api, api, { late: 'api_unreachable' })
  await Promise.all([config && checkNetwork(run, options, { config, microphone }), microphone, output])
  return run.finish()
}

async function checkNetwork(
  run: Run,
  { ports, echoNumber }: RunOptions,
  { config, microphone }: { config: SipConfigBody; microphone: Promise<DiagnoseCheck> },
): Promise<void> {
  const socket: Check = (signal) => checkSocket(ports, config.wss_urls, signal)
  const [wss] = await Promise.all([
    run.check('wss', limitsMs.wss, socket, { late: 'wss_blocked' }),
    run.check('stun', limitsMs.ice, (signal) => checkStun(ports, config, signal), {
      late: 'stun_unreachable',
    }),
    run.check('turn', limitsMs.ice, (signal) => checkTurn(ports, config, signal), {
      late: turnFailureOf(config),
    }),
  ])
  if (wss.status === 'fail') return
  // Without a microphone the way is still worth knowing.
  const input = (await microphone).status === 'fail' ? 'tone' : 'microphone'
  let phone: TestPhone | undefined
  const registration: Check = async (signal) => {
    phone = await ports.openPhone(input, signal)
    return checkRegistration(phone, signal)
  }
  const registered = await run.check('registration', limitsMs.registration, registration, {
    late: 'registration_failed',
  })
  if (phone && registered.status !== 'fail' && echoNumber !== '')
    await checkEcho(run, ports, { phone, number: echoNumber })
  void phone?.close().catch(() => {})
}

async function checkEcho(
  run: Run,
  ports: DiagnosePorts,
  { phone, number }: { phone: TestPhone; number: string },
): Promise<void> {
  const echo: Check = (signal) =>
    checkEchoCall(ports, { phone, number, listenMs: limitsMs.listen, wait: run.wait }, signal)
  await run.check('echo_call', totalMs, echo, { late: 'echo_not_answered' })
}

interface Run {
  /** Never rejects. `late`: the finding when the time is up. */
  check(
    name: CheckName,
    limitMs: number,
    check: Check,
    options?: { late?: FindingCode },
  ): Promise<DiagnoseCheck>
  wait(ms: number): Promise<void>
  /** All checks, in the order of a report; those that did not run say so. */
  finish(): readonly DiagnoseCheck[]
}

function createRun({ ports, onCheck }: RunOptions): Run {
  const started = ports.now()
  const done = new Map<CheckName, DiagnoseCheck>()
  const keep = (check: DiagnoseCheck): DiagnoseCheck => {
    done.set(check.name, check)
    onCheck(check)
    return check
  }
  return {
    async check(name, limitMs, check, { late = 'out_of_time' } = {}) {
      const begun = ports.now()
      const leftMs = Math.max(0, Math.min(limitMs, started + totalMs - begun))
      const outcome = await bounded(leftMs, check, { code: late })
      return keep(checkFrom(name, outcome, ports.now() - begun))
    },
    wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    finish: () => checkNames.map((name) => done.get(name) ?? keep(checkFrom(name, { code: 'not_run' }, 0))),
  }
}

/** What still runs at the end is told by the signal, and its own end goes unheard. */
async function bounded(limitMs: number, check: Check, late: Outcome): Promise<Outcome> {
  const abort = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined
  const end = new Promise<Outcome>((resolve) => (timer = setTimeout(() => resolve(late), limitMs)))
  const run = async (): Promise<Outcome> => check(abort.signal)
  const broken = (caught: unknown): Outcome => ({
    code: 'check_broken',
    details: { message: caught instanceof Error ? caught.message : String(caught) },
  })
  try {
    return await Promise.race([run().catch(broken), end])
  } finally {
    clearTimeout(timer)
    abort.abort()
  }
}
