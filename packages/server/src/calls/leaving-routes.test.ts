import { beforeEach, describe, expect, test } from 'vitest'
import type { Farewell } from '../farewell/farewell.ts'
import { byeOf } from '../farewell/testing/bye.ts'
import { openTestServer, postJson } from '../testing/test-server.ts'
import type { TestServer } from '../testing/test-server.ts'

let server: TestServer
beforeEach(async () => {
  server = await openTestServer()
  server.pbx.registered = ['1001', '2001']
})

const hangUp = (uuid: string, token?: string) =>
  server.ask(`/api/webphone/calls/${uuid}/hangup`, { method: 'POST', ...(token !== undefined && { token }) })

test('a page that goes away ends its own call', async () => {
  expect((await hangUp('call-of-fake')).status).toBe(204)
  expect(server.pbx.asked).toEqual([['hangUpCallsOf', { extension: '1001', callUuid: 'call-of-fake' }]])
  expect((await hangUp('other')).status).toBe(404)
})

test('always with the extension of the token', async () => {
  await hangUp('call-of-fake', server.theirs.token)
  expect(server.pbx.asked).toEqual([['hangUpCallsOf', { extension: '2001', callUuid: 'call-of-fake' }]])
  expect((await hangUp('call-of-fake', '')).status).toBe(401)
})

const keep = (callId: string, seconds: string, token?: string) =>
  server.ask(`/api/webphone/calls/${callId}/keep?seconds=${seconds}`, {
    method: 'POST',
    ...(token !== undefined && { token }),
  })

test('a page that reloads has its own call kept for a while', async () => {
  expect(await keep('call-of-fake', '4')).toMatchObject({
    status: 200,
    body: { data: { longest_seconds: 90 } },
  })
  expect(server.pbx.asked).toEqual([['keepCall', { extension: '1001', callId: 'call-of-fake', seconds: 4 }]])
  expect((await keep('other', '4')).status).toBe(404)
  expect((await keep('call-of-fake', '4', '')).status).toBe(401)
  for (const seconds of ['91', '-1', '1.5', 'x'])
    expect((await keep('call-of-fake', seconds)).status).toBe(422)
})

describe('behind another engine', () => {
  /** What was asked of the farewells, in order. */
  async function besideKamailio() {
    const asked: unknown[] = []
    const waiting = new Set<string>()
    const farewell = {
      keep: async ({ callId }: Farewell, seconds: number) => {
        waiting.add(callId)
        asked.push([callId, seconds])
      },
      say: async (one: Farewell) => void asked.push(['say', one]),
      sayWaiting: async ({ extension, callId }: Pick<Farewell, 'extension' | 'callId'>) =>
        extension === '1001' && waiting.has(callId),
    }
    const beside = await openTestServer({ pbx: () => undefined, farewell })
    const post = (path: string, body: unknown, token?: string) =>
      beside.ask(`/api/webphone/calls/${path}`, { ...postJson(body), ...(token !== undefined && { token }) })
    return { beside, post, asked }
  }

  test('a page that reloads leaves the BYE of its call, and is told that the far end must let it back in', async () => {
    const { post, asked } = await besideKamailio()
    const kept = { status: 200, body: { data: { longest_seconds: 90, far_end: true } } }
    expect(await post('call-1/keep?seconds=0', { bye: byeOf() })).toMatchObject(kept)
    expect(asked).toEqual([])
    expect(await post('call-1/keep?seconds=4', { bye: byeOf() })).toMatchObject(kept)
    expect(asked).toEqual([['call-1', 4]])
    expect((await post('call-2/keep?seconds=4', { bye: byeOf() })).status).toBe(404)
  })

  test('a page that goes has its call ended by the BYE that it gave, or gave before', async () => {
    const { post, asked } = await besideKamailio()
    expect((await post('whatever/hangup', { bye: byeOf() })).status).toBe(204)
    expect(asked).toEqual([['say', { callId: 'call-1', extension: '1001', frame: byeOf() }]])
    expect((await post('call-1/hangup', {})).status).toBe(404)
    await post('call-1/keep?seconds=4', { bye: byeOf() })
    expect((await post('call-1/hangup', undefined)).status).toBe(204)
  })

  test('nobody else can end it, and only a BYE is taken', async () => {
    const { beside, post, asked } = await besideKamailio()
    const { token } = beside.theirs
    for (const path of ['call-1/hangup', 'call-1/keep?seconds=4']) {
      expect((await post(path, { bye: byeOf() }, token)).status).toBe(422)
      expect((await post(path, { bye: 'INVITE sip:premium@pbx.test SIP/2.0\r\n\r\n' })).status).toBe(422)
    }
    expect((await post('call-1/keep?seconds=4', {})).status).toBe(422)
    expect(asked).toEqual([])
  })
})
