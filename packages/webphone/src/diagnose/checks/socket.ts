/** The WebSocket to the PBX opens: by the first address, or by a further one. */
import type { DiagnosePorts } from '../diagnose-port.ts'
import type { Outcome } from '../result.ts'

const slowMs = 1500

export async function checkSocket(
  ports: DiagnosePorts,
  urls: readonly string[],
  signal: AbortSignal,
): Promise<Outcome> {
  let reason = ''
  for (const [index, url] of urls.entries()) {
    const started = ports.now()
    try {
      await ports.openSocket(url, signal)
      const ms = Math.round(ports.now() - started)
      const details = { host: new URL(url).host, open_ms: ms }
      if (index > 0) return { code: 'wss_fallback', details: { ...details, reason } }
      return { code: ms > slowMs ? 'wss_slow' : 'wss_ok', details }
    } catch (caught) {
      reason = caught instanceof Error ? caught.message : String(caught)
    }
    if (signal.aborted) break
  }
  return { code: 'wss_blocked', details: { host: hostOf(urls[0]), reason } }
}

function hostOf(url: string | undefined): string {
  return url !== undefined && URL.canParse(url) ? new URL(url).host : ''
}
