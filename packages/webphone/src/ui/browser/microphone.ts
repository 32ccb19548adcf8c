/** Opens the microphone for a test; nothing is sent. */
const levelIntervalMs = 80

export async function openMicrophone(
  deviceId: string,
  onLevel: (level: number) => void,
): Promise<() => void> {
  return (await listenTo(deviceId, onLevel)).stop
}

/** Asks nothing: false where the browser would. Firefox before 131 does not know the name. */
export async function mayListen(): Promise<boolean> {
  const status = await navigator.permissions?.query({ name: 'microphone' }).catch(() => undefined)
  return status?.state === 'granted'
}

export async function listenTo(
  deviceId: string,
  onLevel: (level: number) => void,
): Promise<{ readonly stream: MediaStream; readonly stop: () => void }> {
  const exact = deviceId === 'default' ? true : { deviceId: { exact: deviceId } }
  const stream = await navigator.mediaDevices.getUserMedia({ audio: exact })
  const context = new AudioContext()
  const analyser = context.createAnalyser()
  analyser.fftSize = 512
  context.createMediaStreamSource(stream).connect(analyser)
  const samples = new Float32Array(analyser.fftSize)
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples)
    onLevel(levelFrom(samples))
  }, levelIntervalMs)
  return {
    stream,
    stop: () => {
      clearInterval(timer)
      stream.getTracks().forEach((track) => track.stop())
      if (context.state !== 'closed') void context.close()
    },
  }
}

/** -60 dBFS is silence, 0 dBFS full. */
export function levelFrom(samples: Float32Array): number {
  const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length
  return Math.min(1, Math.max(0, (10 * Math.log10(power + 1e-9) + 60) / 60))
}
