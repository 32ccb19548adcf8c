import { expect, test } from 'vitest'
import type { RtpLeg } from '../media/rtp-leg.ts'
import type { CallRecord } from './call-log.ts'
import { createExtensionCall } from './extension-call.ts'
import type { Leg } from './leg.ts'
import { incomingFront } from './media-front.ts'

const settle = () => new Promise((resolve) => setImmediate(resolve))

/** An answered call whose ACK is still on its way. As the agent, the leg takes no request before. */
async function answered() {
  const sent: string[] = []
  let isUp = false
  const send = (what: string) => void (isUp && sent.push(what))
  const leg = {
    ...{ accept: () => undefined, onFact: () => undefined },
    info: () => send('INFO'),
    refer: (target: string) => send(`REFER ${target}`),
  } as unknown as Leg
  const media = { answer: () => Promise.resolve('sdp'), close: () => Promise.resolve() } as unknown as RtpLeg
  const nothing = () => undefined
  const record: CallRecord = { ringing: nothing, answered: nothing, hangup: nothing }
  const { call } = createExtensionCall({
    ...{ leg, record, dialled: '9284', domain: 'pbx.test', end: { media, listener: {} } },
    ...{ front: incomingFront(leg, 'offer'), onRefer: () => undefined, onOver: () => undefined },
  })
  await call.answer()
  const acknowledge = () => {
    isUp = true
    leg.onFact({ type: 'confirmed', leg: '' })
  }
  return { call, leg, sent, acknowledge }
}

test('an INFO waits for an ACK that is late, and is answered', async () => {
  const { call, leg, sent, acknowledge } = await answered()
  const done = call.sendInfo('5')
  await settle()
  expect(sent).toEqual([])
  acknowledge()
  await settle()
  expect(sent).toEqual(['INFO'])
  leg.onFact({ type: 'info-answered', leg: '', status: 200 })
  await done
})

test('so does a REFER', async () => {
  const { call, leg, sent, acknowledge } = await answered()
  const status = call.transferTo('9200')
  await settle()
  acknowledge()
  await settle()
  expect(sent).toEqual(['REFER sip:9200@pbx.test'])
  leg.onFact({ type: 'refer-progress', leg: '', status: 200, final: true })
  expect(await status).toBe(200)
})
