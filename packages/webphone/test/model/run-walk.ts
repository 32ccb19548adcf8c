/** A whole walk: its steps, then a healed world in which everything must be true, then the end. */
import { checkStory } from './story.ts'
import { fail } from './fail.ts'
import { fakeConfig } from '../../src/testing/fake-api.ts'
import { keep, pass, startWalk } from './walk.ts'
import { take } from './acts.ts'
import type { Step } from './steps.ts'
import type { Walk } from './walk.ts'

/** From a healed world to registered: the longest wait, its jitter, one silent connect, and the wait that a server asked for. */
const recoveryMs = 75_000

/** Heals the world, asks for what must then be true, ends the phone, and looks for what is left. */
async function endWalk(walk: Walk): Promise<void> {
  const { world, truth, phone } = walk
  truth.heal()
  walk.hanging.clear()
  walk.reactions.length = 0
  world.media.failures = {}
  world.api.config = fakeConfig
  world.signal('pageshow')
  await pass(walk, recoveryMs)
  const gaveUp = walk.events.findLast((one) => one.name === 'unregistered' || one.name === 'registered')
  const reason = (gaveUp?.payload as { reason?: string } | undefined)?.reason
  if (walk.wantsRegistration && reason !== 'remote') await checkRegistered(walk, 'by itself')
  keep(walk, 'register() at the end', phone.register())
  await pass(walk, recoveryMs)
  await checkRegistered(walk, 'after register()')
  await leave(walk)
  checkStory(walk.events)
  const refused = world.logged.find(
    (line) => String(line[0]).includes('refused a command') || String(line[1]).includes('refused a command'),
  )
  if (refused) fail(`an exception in the SIP agent: ${refused.map(String).join(' ')}`)
}

async function checkRegistered({ phone, truth }: Walk, how: string): Promise<void> {
  if (phone.status !== 'registered') fail(`${how}: the world is healed, the phone is ${phone.status}`)
  if (!truth.isReachable() && !truth.isForgotten) fail(`${how}: registered, and nobody can reach it`)
}

async function leave(walk: Walk): Promise<void> {
  const { world, phone } = walk
  const { clock } = world
  keep(walk, 'disconnect()', phone.disconnect())
  await clock.advance(2000)
  const count = walk.events.length
  await clock.advance(400_000)
  if (walk.events.length !== count) fail(`${walk.events[count]?.name} after disconnect()`)
  if (walk.timers.size > 0) fail(`${walk.timers.size} timers after disconnect()`)
  if (world.sockets.sockets.some((one) => !one.isDropped && one.isOpen)) fail('a socket after disconnect()')
  if (world.media.sessions.some((one) => !one.isClosed)) fail('a media session after disconnect()')
  if (world.media.isRinging) fail('it rings after disconnect()')
  if (world.pageListeners.size > 0) fail('a page listener after disconnect()')
  const open = walk.promises.filter((one) => !one.isSettled).map((one) => one.of)
  if (open.length > 0) fail(`never settled, or not with our own error: ${open.join(', ')}`)
}

export async function runWalk(steps: readonly Step[]): Promise<void> {
  const walk = await startWalk()
  for (const step of steps) {
    await take(walk, step)
    await pass(walk, 1)
  }
  await endWalk(walk)
}
