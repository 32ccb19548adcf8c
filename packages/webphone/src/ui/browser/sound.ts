/** Test sounds from oscillators: no file to load, no rule of the CSP to meet. */
const notes: Readonly<Record<'test' | 'ring', readonly number[]>> = {
  test: [523, 659],
  ring: [440, 480, 440, 480],
}

type WithSink = AudioContext & { setSinkId?: (id: string) => Promise<void> }

const noteSeconds = 0.22

export async function playSound(kind: 'test' | 'ring', deviceId: string): Promise<boolean> {
  if (typeof AudioContext === 'undefined') return false
  const context: WithSink = new AudioContext()
  try {
    if (deviceId !== 'default') await context.setSinkId?.(deviceId)
    await context.resume()
    notes[kind].forEach((frequency, index) => playNote(context, frequency, index * noteSeconds))
    await new Promise((done) => setTimeout(done, notes[kind].length * noteSeconds * 1000 + 100))
    return context.state === 'running' && context.currentTime > 0
  } finally {
    void context.close()
  }
}

function playNote(context: AudioContext, frequency: number, atSeconds: number): void {
  const oscillator = context.createOscillator()
  const gain = context.createGain()
  const start = context.currentTime + atSeconds
  oscillator.frequency.value = frequency
  gain.gain.setValueAtTime(0, start)
  gain.gain.linearRampToValueAtTime(0.2, start + 0.02)
  gain.gain.linearRampToValueAtTime(0, start + noteSeconds)
  oscillator.connect(gain).connect(context.destination)
  oscillator.start(start)
  oscillator.stop(start + noteSeconds)
}
