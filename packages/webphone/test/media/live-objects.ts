import type { Page } from '@playwright/test'

/** What of ours is alive in the page, after a garbage collection, asked through the debugger. */
export async function countLive(page: Page) {
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('HeapProfiler.enable')
  for (let round = 0; round < 3; round++) await cdp.send('HeapProfiler.collectGarbage')
  const count = async (prototype: string, claim: string): Promise<number> => {
    const { result } = await cdp.send('Runtime.evaluate', { expression: `${prototype}.prototype` })
    const { objects } = await cdp.send('Runtime.queryObjects', { prototypeObjectId: result.objectId ?? '' })
    const counted = await cdp.send('Runtime.callFunctionOn', {
      objectId: objects.objectId ?? '',
      functionDeclaration: `function () { return this.filter((each) => { try { return ${claim} } catch { return false } }).length }`,
      returnByValue: true,
    })
    return Number(counted.result.value)
  }
  const live = {
    connections: await count('RTCPeerConnection', 'true'),
    liveTracks: await count('MediaStreamTrack', "each.readyState === 'live'"),
    playing: await count('HTMLAudioElement', 'each.srcObject !== null || !each.paused'),
    contexts: await count('AudioContext', "each.state !== 'closed'"),
  }
  await cdp.detach()
  return live
}
