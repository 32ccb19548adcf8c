// The smallest app that registers, calls and answers; each bundled by the same bundler with the same settings.
import { createRequire } from 'node:module'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { rolldown } from 'rolldown'

const require = createRequire(import.meta.url)
const apps = {
  'zorio (core)': 'zorio.js',
  'ringcentral-web-phone': 'ringcentral.js',
  'sip.js': 'sipjs.js',
  jssip: 'jssip.js',
  '@twilio/voice-sdk': 'twilio.js',
  '@telnyx/webrtc': 'telnyx.js',
}

async function weigh(file) {
  const bundle = await rolldown({
    input: new URL(`../apps/${file}`, import.meta.url).pathname,
    platform: 'browser',
    logLevel: 'silent',
    transform: { target: 'es2022', define: { 'process.env.NODE_ENV': '"production"' } },
  })
  const { output } = await bundle.generate({ format: 'es', minify: true })
  await bundle.close()
  // What loads at once: the entry and its static imports, not the lazy chunks (the phone UI).
  const chunks = new Map(
    output.filter((part) => part.type === 'chunk').map((chunk) => [chunk.fileName, chunk]),
  )
  const loaded = new Set()
  const load = (name) => {
    if (loaded.has(name) || !chunks.has(name)) return
    loaded.add(name)
    for (const other of chunks.get(name).imports) load(other)
  }
  load(output.find((part) => part.isEntry).fileName)
  const codes = [...loaded].map((name) => Buffer.from(chunks.get(name).code))
  const sum = (measure) => codes.reduce((total, code) => total + measure(code).length, 0)
  return {
    min: sum((c) => c),
    gzip: sum((c) => gzipSync(c, { level: 9 })),
    brotli: sum((c) => brotliCompressSync(c)),
  }
}

function versionOf(name) {
  try {
    return require(`${name}/package.json`).version
  } catch {
    return ''
  }
}

export const goal = 'gzip ≤ 25 000 and ≤ 0.75 of the smallest peer'

export async function run() {
  const rows = []
  for (const [name, file] of Object.entries(apps))
    rows.push({ name, version: versionOf(name), ...(await weigh(file)) })
  const ours = rows[0].gzip
  const smallest = Math.min(...rows.slice(1).map((row) => row.gzip))
  const ratio = ours / smallest
  return {
    columns: ['name', 'version', 'min', 'gzip', 'brotli'],
    rows,
    verdicts: [
      { what: 'gzip bytes', value: ours, goal: '≤ 25 000', isMet: ours <= 25_000 },
      {
        what: 'ratio to the smallest peer',
        value: Number(ratio.toFixed(2)),
        goal: '≤ 0.75',
        isMet: ratio <= 0.75,
      },
    ],
  }
}
