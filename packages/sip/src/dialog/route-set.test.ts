import { describe, expect, it } from 'vitest'
import { routed, routeSetFrom } from './route-set.ts'

const target = 'sip:1002@192.0.2.7'

describe('routed', () => {
  it('goes straight to the target without a route set', () => {
    expect(routed(target, [])).toEqual({ uri: target, headers: [] })
  })

  it.each(['<sip:proxy.example;lr>', 'sip:10.0.0.1;lr', '<sip:proxy.example;transport=ws;lr=on>'])(
    'takes %s for a loose router',
    (route) => {
      expect(routed(target, [route])).toEqual({ uri: target, headers: [{ name: 'Route', value: route }] })
    },
  )

  it('reads a user part of many `;lr` in time that grows with its length, and takes none of them for its own', () => {
    const uri = `sip:a${';lr;x'.repeat(12_000)}@strict.example`
    const started = performance.now()
    expect(routed(target, [`<${uri}>`]).uri).toBe(uri)
    expect(performance.now() - started).toBeLessThan(200)
  })

  it('puts a strict router into the Request-URI and the target last (RFC 3261 12.2.1.1)', () => {
    const routes = ['<sip:strict.example>', '<sip:second.example;lr>']
    expect(routed(target, routes)).toEqual({
      uri: 'sip:strict.example',
      headers: [
        { name: 'Route', value: '<sip:second.example;lr>' },
        { name: 'Route', value: `<${target}>` },
      ],
    })
  })
})

describe('routeSetFrom', () => {
  const message = {
    status: 200,
    reason: 'OK',
    body: '',
    headers: [{ name: 'Record-Route', value: '<sip:a;lr>, <sip:b;lr>' }],
  }

  it('is turned round for the caller and kept for the callee (RFC 3261 12.1)', () => {
    expect(routeSetFrom(message, 'uac')).toEqual(['<sip:b;lr>', '<sip:a;lr>'])
    expect(routeSetFrom(message, 'uas')).toEqual(['<sip:a;lr>', '<sip:b;lr>'])
  })
})
