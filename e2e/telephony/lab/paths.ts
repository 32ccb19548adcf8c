// Where things lie, and which address is whose. Every address is on loopback; in its own network namespace the run has nothing else.
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../../../', import.meta.url))
export const deployDir = join(root, 'deploy')
export const telephonyDir = join(root, 'e2e/telephony')
export const resultDir = join(root, 'test-results/telephony')
export const logDir = join(resultDir, 'logs')
export const scratchDir = join(resultDir, 'scratch')

export const domain = 'pbx.test'
export const sipSecret = 'sip-secret-of-the-tests'
export const turnSecret = 'turn-secret-of-the-tests'

export interface ProxyNode {
  readonly ip: string
  readonly rpcPort: number
}
/** The proxy of all groups but one. */
export const nodeA: ProxyNode = { ip: '127.0.0.1', rpcPort: 5065 }
/** Two more that share their locations, and that tests may kill. */
export const clusterNodes: readonly [ProxyNode, ProxyNode] = [
  { ip: '127.0.0.3', rpcPort: 5067 },
  { ip: '127.0.0.4', rpcPort: 5068 },
]
/** The carrier: sipp answers and places calls from here. */
export const gatewayIp = '127.0.0.10'
export const webOrigin = 'http://127.0.0.1:8090'
