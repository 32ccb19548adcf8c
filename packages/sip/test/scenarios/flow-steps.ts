/** Steps of scenarios in which sockets come and go. */
import { acceptRegister } from './world.ts'
import type { World } from './world.ts'

export function reconnect(world: World, flow = 'f2'): void {
  world.open(flow)
  world.act((now) => world.agent.register(now))
  acceptRegister(world, flow)
}
export const hangup = (world: World, leg: string): void => world.act((now) => world.agent.hangup(leg, now))
export const flowsOf = (world: World, method: string): string[] =>
  world
    .sent()
    .flatMap(({ flow, message }) => ('method' in message && message.method === method ? [flow] : []))
