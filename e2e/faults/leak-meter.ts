/** What is alive in a page after a garbage collection, asked through the debugger: the leak oracle. */
import type { CDPSession } from '@playwright/test'
import type { PhonePage } from '../harness/phone-page.ts'

export interface Live {
  readonly connections: number
  readonly liveTracks: number
  readonly sockets: number
  readonly contexts: number
  readonly heapKb: number
  readonly listeners: number
  readonly nodes: number
  /** How many of each kind can have listeners: who gained them when there are more. */
  readonly targets: Readonly<Record<string, number>>
}

const claims = {
  connections: ['RTCPeerConnection', "one.connectionState !== 'closed'"],
  liveTracks: ['MediaStreamTrack', "one.readyState === 'live'"],
  sockets: ['WebSocket', 'one.readyState < 2'],
  contexts: ['AudioContext', "one.state !== 'closed'"],
} as const

export async function measureLeaks({ page }: PhonePage): Promise<Live> {
  // The test's own notes are no leak of the phone.
  await page.evaluate(() => {
    const own = window as unknown as {
      log: unknown[]
      calls: Map<string, unknown>
      measure: { live?: () => void }
    }
    own.log.length = 0
    own.calls.clear()
    own.measure.live?.()
  })
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('HeapProfiler.enable')
  for (let round = 0; round < 3; round += 1) await cdp.send('HeapProfiler.collectGarbage')
  const count = async ([constructor, claim]: readonly [string, string]): Promise<number> => {
    const { result } = await cdp.send('Runtime.evaluate', { expression: `${constructor}.prototype` })
    const { objects } = await cdp.send('Runtime.queryObjects', {
      prototypeObjectId: result.objectId as string,
    })
    const counted = await cdp.send('Runtime.callFunctionOn', {
      objectId: objects.objectId as string,
      functionDeclaration: `function () { return this.filter((one) => { try { return ${claim} } catch { return false } }).length }`,
      returnByValue: true,
    })
    await cdp.send('Runtime.releaseObject', { objectId: objects.objectId as string })
    return counted.result.value as number
  }
  const { usedSize } = await cdp.send('Runtime.getHeapUsage')
  const { jsEventListeners, nodes } = await cdp.send('Memory.getDOMCounters')
  const live = {
    connections: await count(claims.connections),
    liveTracks: await count(claims.liveTracks),
    sockets: await count(claims.sockets),
    contexts: await count(claims.contexts),
    heapKb: usedSize / 1024,
    listeners: jsEventListeners,
    nodes,
    targets: await countTargets(cdp),
  }
  await cdp.detach()
  return live
}

async function countTargets(cdp: CDPSession): Promise<Record<string, number>> {
  const { result } = await cdp.send('Runtime.evaluate', { expression: 'EventTarget.prototype' })
  const { objects } = await cdp.send('Runtime.queryObjects', { prototypeObjectId: result.objectId as string })
  const counted = await cdp.send('Runtime.callFunctionOn', {
    objectId: objects.objectId as string,
    functionDeclaration: `function () {
      const counts = {}
      for (const one of this) {
        const { name, prototype } = one.constructor
        if (one !== prototype) counts[name] = (counts[name] ?? 0) + 1
      }
      return counts
    }`,
    returnByValue: true,
  })
  await cdp.send('Runtime.releaseObject', { objectId: objects.objectId as string })
  return counted.result.value as Record<string, number>
}

/** What there is more of, in words. */
export function gained(before: Live, after: Live): string {
  const more = Object.entries(after.targets)
    .map(([name, count]) => [name, count - (before.targets[name] ?? 0)] as const)
    .filter(([, count]) => count > 0)
  return more.map(([name, count]) => `${count} ${name}`).join(', ') || 'nothing'
}

/** Least squares: kB for each step. */
export function slope(points: readonly (readonly [number, number])[]): number {
  const mean = (index: 0 | 1) => points.reduce((sum, point) => sum + point[index], 0) / points.length
  const [x, y] = [mean(0), mean(1)]
  const over = points.reduce((sum, [a, b]) => sum + (a - x) * (b - y), 0)
  return over / points.reduce((sum, [a]) => sum + (a - x) ** 2, 0)
}
