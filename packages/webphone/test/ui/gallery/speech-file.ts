/** A WAVE file for Chromium's fake microphone, loud and restless enough that no noise suppression takes it for a hum. */
const rate = 48_000
const seconds = 4

export function speechFile(): Buffer {
  const samples = new Int16Array(rate * seconds)
  let phase = 0
  for (const [index] of samples.entries()) {
    const time = index / rate
    // Syllables, four a second, on a pitch that wanders.
    const loudness = 0.25 + 0.75 * Math.max(0, Math.sin(2 * Math.PI * 4 * time))
    phase += (2 * Math.PI * (160 + 60 * Math.sin(2 * Math.PI * 1.3 * time))) / rate
    const voice = [1, 2, 3, 5, 8, 13].reduce(
      (sum, harmonic) => sum + Math.sin(harmonic * phase) / harmonic,
      0,
    )
    samples[index] = Math.round(9000 * loudness * voice)
  }
  const header = Buffer.alloc(44)
  header.write('RIFF')
  header.writeUInt32LE(36 + samples.byteLength, 4)
  header.write('WAVEfmt ', 8)
  header.writeUInt32LE(16, 16)
  header.writeUInt16LE(1, 20)
  header.writeUInt16LE(1, 22)
  header.writeUInt32LE(rate, 24)
  header.writeUInt32LE(rate * 2, 28)
  header.writeUInt16LE(2, 32)
  header.writeUInt16LE(16, 34)
  header.write('data', 36)
  header.writeUInt32LE(samples.byteLength, 40)
  return Buffer.concat([header, Buffer.from(samples.buffer)])
}
