/** Opens the microphone for a test; nothing is recorded or sent. */
const levelIntervalMs = 80

export async function openMicrophone(
  deviceId: string,
  onLevel: (level: number) => void,
): Promise<() => void> {
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
  return () => {
    clearInterval(timer)
    stream.getTracks().forEach((track) => track.stop())
    void context.close()
  }
}

/** -60 dBFS is silence, 0 dBFS full. */
export function levelFrom(samples: Float32Array): number {
  const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length
  return Math.min(1, Math.max(0, (10 * Math.log10(power + 1e-9) + 60) / 60))
}
