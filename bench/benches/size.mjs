// The smallest app that registers, calls and answers; each library as it is published, bundled by the same bundler with the same settings.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { rolldown } from 'rolldown'

const require = createRequire(import.meta.url)
const budgets = JSON.parse(readFileSync(new URL('../../size-budget.json', import.meta.url), 'utf8'))
const peers = {
  'ringcentral-web-phone': 'ringcentral.js',
  'sip.js': 'sipjs.js',
  jssip: 'jssip.js',
  '@twilio/voice-sdk': 'twilio.js',
  '@telnyx/webrtc': 'telnyx.js',
}

/** `fetched`: chunks that come by `import()` and count all the same, by the beginning of their names. */
async function weigh(file, fetched = []) {
  const bundle = await rolldown({
    input: new URL(`../apps/${file}`, import.meta.url).pathname,
    platform: 'browser',
    logLevel: 'silent',
    transform: { target: 'es2022', define: { 'process.env.NODE_ENV': '"production"' } },
  })
  const { output } = await bundle.generate({ format: 'es', minify: true })
  await bundle.close()
  const chunks = new Map(
    output.filter((part) => part.type === 'chunk').map((chunk) => [chunk.fileName, chunk]),
  )
  const loaded = new Set()
  const load = (name) => {
    if (loaded.has(name) || !chunks.has(name)) return
    loaded.add(name)
    for (const other of chunks.get(name).imports) load(other)
  }
  const firstOf = (start) => [...chunks.keys()].find((name) => name.startsWith(start))
  const missing = fetched.find((start) => firstOf(start) === undefined)
  if (missing) throw new Error(`no chunk is called ${missing}: see size-budget.json`)
  load(output.find((part) => part.isEntry).fileName)
  for (const start of fetched) load(firstOf(start))
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

const ratioTo = (smallest, gzip) => Number((gzip / smallest).toFixed(2))

export async function run() {
  // A call loads its own part; a phone that is registered and waits has not fetched it.
  const toRegister = { name: 'zorio, to register', version: '', ...(await weigh('zorio.js')) }
  const toCall = {
    name: 'zorio, to call and answer',
    version: '',
    ...(await weigh('zorio.js', budgets['all that a call loads'].with)),
  }
  const others = []
  for (const [name, file] of Object.entries(peers))
    others.push({ name, version: versionOf(name), ...(await weigh(file)) })
  const smallest = Math.min(...others.map(({ gzip }) => gzip))
  const verdictsOf = ({ name, gzip }) => [
    { what: `${name}: gzip bytes`, value: gzip, goal: '≤ 25 000', isMet: gzip <= 25_000 },
    {
      what: `${name}: of the smallest peer`,
      value: ratioTo(smallest, gzip),
      goal: '≤ 0.75',
      isMet: gzip <= 0.75 * smallest,
    },
  ]
  return {
    columns: ['name', 'version', 'min', 'gzip', 'brotli'],
    rows: [toRegister, toCall, ...others],
    verdicts: [toRegister, toCall].flatMap(verdictsOf),
  }
}
