// Calls between phones of our own SIP core without media: what the server does for a call is signalling alone.
import { randomUUID } from 'node:crypto'
import { WebSocket } from 'ws'
import { loadTypescript } from './load-typescript.mjs'
import { sampleSdp } from './sample-messages.mjs'
import { credentialsFor } from './sip-client.mjs'

async function openAgent({ url, secret, extension }) {
  const { createUserAgent } = await loadTypescript('packages/sip/src/index.ts')
  const socket = new WebSocket(url, 'sip', { perMessageDeflate: false })
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
  const agent = createUserAgent({
    product: 'bench',
    account: {
      uri: `sip:${extension}@pbx.test`,
      credentials: credentialsFor(extension, secret),
      instanceId: `urn:uuid:${randomUUID()}`,
    },
    random: Math.random,
    uuid: randomUUID,
  })
  const waiting = new Set()
  const run = (act) => {
    act(performance.now())
    for (const output of agent.takeOutputs()) {
      if (output.type === 'frame') socket.send(output.data)
      else for (const take of [...waiting]) take(output)
    }
  }
  socket.on('message', (data) => run((now) => agent.receive('f', Buffer.from(data).toString('utf8'), now)))
  const timer = setInterval(() => run((now) => agent.advance(now)), 100)
  const next = (type) =>
    new Promise((resolve) => {
      const take = (output) => {
        if (output.type !== type) return
        waiting.delete(take)
        resolve(output)
      }
      waiting.add(take)
    })
  const registered = next('registered')
  run((now) => agent.openFlow('f', now))
  run((now) => agent.register(now))
  await registered
  return {
    agent,
    run,
    next,
    close() {
      clearInterval(timer)
      socket.terminate()
    },
  }
}

async function callOnce(caller, callee, extension) {
  const incoming = callee.next('incoming')
  const accepted = caller.next('accepted')
  let leg
  caller.run(
    (now) => (leg = caller.agent.invite({ target: `sip:${extension}@pbx.test`, offer: sampleSdp }, now)),
  )
  const ring = await incoming
  callee.run((now) => callee.agent.progress(ring.leg, 180, now))
  callee.run((now) => callee.agent.accept(ring.leg, sampleSdp, now))
  await accepted
  const ended = callee.next('ended')
  caller.run((now) => caller.agent.hangup(leg, now))
  await ended
}

/** Each pair makes `calls` calls, one after the other; the pairs at the same time. */
export async function callsBetweenPhones({ url, secret, pairs, calls }) {
  await Promise.all(
    Array.from({ length: pairs }, async (_, pair) => {
      const [one, two] = [String(30_000 + 2 * pair), String(30_001 + 2 * pair)]
      const caller = await openAgent({ url, secret, extension: one })
      const callee = await openAgent({ url, secret, extension: two })
      for (let call = 0; call < calls; call += 1) await callOnce(caller, callee, two)
      caller.close()
      callee.close()
    }),
  )
}
