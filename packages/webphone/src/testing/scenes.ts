/** Scenes that many tests of a whole phone share: online, dialling, talking, being called. */
import { connectFakePhone, createFakeWorld } from './fake-phone.ts'
import { fakeSdp } from './fake-media.ts'
import type { ConnectOptions } from '../options.ts'
import type { FakeWorld } from './fake-phone.ts'
import type { InviteOptions } from '@zorio/sip'
import type { ZorioCall } from '../call-api.ts'

export type Scene = Awaited<ReturnType<typeof online>>

/** A registered phone in a world of its own; `rest` are the events after `connected` and `registered`. */
export async function online(options: Partial<ConnectOptions> = {}, world: FakeWorld = createFakeWorld()) {
  const fake = await connectFakePhone(world, options)
  await world.clock.advance(50)
  if (fake.phone.status !== 'registered') throw new Error(`the phone is ${fake.phone.status}`)
  return { ...fake, world, ...world, rest: () => fake.names().slice(2) }
}

/** Our call, as both sides see it. */
export async function dial({ phone, clock, pbx }: Scene, number = '0912345678') {
  const dialled = phone.call(number)
  await clock.advance(10)
  const call = await dialled
  return { call, leg: pbx.find('incoming')?.leg ?? '' }
}

export async function talk(scene: Scene, number?: string) {
  const { call, leg } = await dial(scene, number)
  scene.pbx.run((ua, now) => ua.accept(leg, fakeSdp('answer'), now))
  await scene.clock.advance(10)
  if (call.state !== 'answered') throw new Error(`the call is ${call.state}`)
  return { call, leg }
}

/** A call from 0987654321, `waitMs` later. */
export async function callIn({ pbx, clock }: Scene, more: Partial<InviteOptions> = {}, waitMs = 30) {
  const from = { uri: 'sip:0987654321@pbx.example', displayName: 'Nguyễn An' }
  const to = { uri: 'sip:1001@pbx.example' }
  const invite = { flow: pbx.flow, target: to.uri, offer: fakeSdp('offer'), from, to, ...more }
  const leg = pbx.run((ua, now) => ua.invite(invite, now))
  await clock.advance(waitMs)
  return leg
}

export function firstCall({ phone }: Pick<Scene, 'phone'>): ZorioCall {
  const [call] = phone.calls
  if (!call) throw new Error('there is no call')
  return call
}
