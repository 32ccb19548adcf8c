/** The audio devices that the browser lists, and the news that the list changed. */

export interface Device {
  readonly kind: 'audioinput' | 'audiooutput'
  readonly deviceId: string
  readonly label: string
}

export async function listDevices(): Promise<readonly Device[]> {
  const found =
    (await mediaDevices()
      ?.enumerateDevices()
      .catch(() => [])) ?? []
  return found.flatMap(({ kind, deviceId, label }) =>
    kind === 'videoinput' ? [] : [{ kind, deviceId, label }],
  )
}

/** Returns the stop. */
export function watchDevices(onChange: () => void): () => void {
  const devices = mediaDevices()
  devices?.addEventListener('devicechange', onChange)
  return () => devices?.removeEventListener('devicechange', onChange)
}

/** Undefined in an insecure context. */
function mediaDevices(): MediaDevices | undefined {
  const host: { mediaDevices?: MediaDevices } = navigator
  return host.mediaDevices
}
