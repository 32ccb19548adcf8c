// JsSIP and SIP.js come as node modules: one file each for the browser.
import { join } from 'node:path'
import { rolldown } from 'rolldown'
import { scratchDir, telephonyDir } from './paths.ts'

export async function bundlePeers(): Promise<void> {
  for (const library of ['jssip', 'sipjs']) {
    const bundle = await rolldown({
      input: join(telephonyDir, `pages/peer-${library}.js`),
      platform: 'browser',
      transform: { define: { 'process.env.NODE_ENV': '"production"' } },
    })
    await bundle.write({ file: join(scratchDir, `bundles/peer-${library}.js`), codeSplitting: false })
    await bundle.close()
  }
}
