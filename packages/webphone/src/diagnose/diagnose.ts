/** `ZorioWebphone.diagnose()`: loaded when it is called. */
import { createDiagnosePorts } from './browser-diagnose.ts'
import { checkFrom, checkNames, verdictOf } from './result.ts'
import { runChecks } from './run.ts'
import { ZorioWebphoneError } from '../errors.ts'
import type { BrowserDiagnoseParts } from './browser-diagnose.ts'
import type { DiagnoseCheck, DiagnoseOptions, DiagnoseResult } from './result.ts'
import type { DiagnosePorts } from './diagnose-port.ts'
import type { PhoneSettings } from '../read-options.ts'

/** Of the phone's own chunk. */
export interface DiagnoseParts extends Omit<BrowserDiagnoseParts, 'settings'> {
  readonly readOptions: (given: unknown) => PhoneSettings
}

/** Resolves within 15 s, whatever happens. */
export async function diagnose(
  options: DiagnoseOptions,
  { readOptions, ...parts }: DiagnoseParts,
): Promise<DiagnoseResult> {
  const { onProgress, echoNumber, ...connect } = options ?? {}
  try {
    const ports = createDiagnosePorts({ ...parts, settings: readOptions(connect) })
    return await diagnoseWith(ports, {
      ...(echoNumber !== undefined && { echoNumber }),
      ...(onProgress && { onProgress }),
    })
  } catch (caught) {
    const { message, details } = ZorioWebphoneError.from(caught)
    const outcome = {
      code: 'api_invalid_options' as const,
      details: { option: String(details?.['option']), message },
    }
    return resultOf(
      checkNames.map((name) => checkFrom(name, name === 'api' ? outcome : { code: 'not_run' }, 0)),
      { startedAt: new Date(), durationMs: 0 },
    )
  }
}

export async function diagnoseWith(
  ports: DiagnosePorts,
  { echoNumber = '9200', onProgress }: Pick<DiagnoseOptions, 'echoNumber' | 'onProgress'>,
): Promise<DiagnoseResult> {
  const startedAt = new Date()
  const started = ports.now()
  let doneCount = 0
  const onCheck = (check: DiagnoseCheck): void => {
    doneCount += 1
    try {
      onProgress?.({ check, doneCount, totalCount: checkNames.length })
    } catch {
      // Whoever shows the progress harms only the show.
    }
  }
  const checks = await runChecks({ ports, echoNumber, onCheck })
  return resultOf(checks, { startedAt, durationMs: ports.now() - started })
}

function resultOf(
  checks: readonly DiagnoseCheck[],
  { startedAt, durationMs }: { startedAt: Date; durationMs: number },
): DiagnoseResult {
  return {
    version: 1,
    verdict: verdictOf(checks),
    startedAt: startedAt.toISOString(),
    durationMs: Math.round(durationMs),
    checks,
    userAgent: typeof navigator === 'undefined' ? '' : navigator.userAgent,
  }
}
