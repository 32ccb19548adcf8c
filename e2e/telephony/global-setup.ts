// Daemons that all groups share; each is a child of the runner and ends with it.
import { cpSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { bundlePeers } from './lab/bundles.ts'
import { makeCertificate } from './lab/certificate.ts'
import { startCoturn, startRtpengine } from './lab/engines.ts'
import { startKamailio } from './lab/kamailio.ts'
import { logDir, nodeA, resultDir, root, scratchDir } from './lab/paths.ts'
import { writeTone } from './lab/tone-file.ts'
import { startWeb } from './lab/web.ts'

export default async function setup(): Promise<() => Promise<void>> {
  rmSync(resultDir, { recursive: true, force: true })
  mkdirSync(logDir, { recursive: true })
  mkdirSync(scratchDir, { recursive: true })
  writeTone(scratchDir)
  // A copy: a build that runs meanwhile must not change the phone under the tests.
  cpSync(join(root, 'packages/webphone/dist'), join(scratchDir, 'sdk'), { recursive: true })
  const stops: (() => Promise<void>)[] = []
  const stopAll = async () => {
    await Promise.all(stops.map((stop) => stop()))
  }
  try {
    const web = await startWeb()
    stops.push(web.stop)
    const [rtpengine, coturn] = await Promise.all([startRtpengine(), startCoturn(), bundlePeers()])
    stops.push(rtpengine.stop, coturn.stop)
    stops.push((await startKamailio({ node: nodeA, tls: makeCertificate() })).stop)
  } catch (error) {
    await stopAll()
    throw error
  }
  return stopAll
}
