/** Throws what the browser throws; a refusal by CSP is an error event of the worker. */
export type StartWorker = (name: string, source: () => string) => Worker

/** Workers from their source text, or from a file where the page's CSP forbids blobs: one that serves every worker of the phone. */
export function workersFrom(url: string | undefined): StartWorker {
  return (name, source) => {
    if (url !== undefined) return new Worker(trustedScriptUrl(url), { name })
    const blobUrl = URL.createObjectURL(new Blob([source()], { type: 'text/javascript' }))
    try {
      return new Worker(trustedScriptUrl(blobUrl), { name })
    } finally {
      // The fetch of a worker's script takes its blob when the worker is constructed (HTML, 10.2.6.3).
      URL.revokeObjectURL(blobUrl)
    }
  }
}

interface TrustedScripts {
  createScriptURL(url: string): string
}

interface TrustedTypesHost {
  trustedTypes?: { createPolicy(name: string, rules: TrustedScripts): TrustedScripts }
}

/** A page allows a policy once: what made it the first time serves all workers. */
let policy: TrustedScripts | undefined

/** Pages that require Trusted Types allow the policy `zorio-webphone`; the only URLs it is used for are the two above. */
function trustedScriptUrl(url: string): string {
  const { trustedTypes }: typeof globalThis & TrustedTypesHost = globalThis
  if (!trustedTypes) return url
  try {
    policy ??= trustedTypes.createPolicy('zorio-webphone', { createScriptURL: (text) => text })
    return policy.createScriptURL(url)
  } catch {
    // The policy is not allowed or exists already; the plain string works where Trusted Types are not required.
    return url
  }
}
