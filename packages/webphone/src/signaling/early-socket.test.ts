import { expect, it } from 'vitest'
import { createFakeClock } from '../testing/fake-clock.ts'
import { createFakeSockets } from '../testing/fake-socket.ts'
import { createEarlySockets, type EarlyOptions } from './early-socket.ts'

const known = 'wss://pbx.example/ws'
const base = 'https://app.example/'

function visit({ last, ...more }: Partial<EarlyOptions> & { last?: string } = {}) {
  const kept = new Map<string, string>(last === undefined ? [] : [[`zorio-webphone.socket.${base}`, last]])
  const sockets = createFakeSockets()
  sockets.onOpen = () => {}
  const clock = createFakeClock()
  const storage = () => ({
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  })
  const early = createEarlySockets({ sockets, clock, storage, base, hint: undefined, ...more })
  const told: string[] = []
  const open = (url: string) =>
    early.open(url, {
      onOpened: () => told.push('opened'),
      onFrame: (text) => told.push(text),
      onClosed: () => told.push('closed'),
    })
  return { kept, sockets, clock, told, open }
}

it('the first visit opens nothing by itself, and the next one opens what it used', () => {
  const first = visit()
  expect(first.sockets.sockets).toHaveLength(0)
  first.open(known)
  expect([...first.kept.values()]).toEqual([known])
  expect(visit({ last: known }).sockets.latest.url).toBe(known)
})

it('a socket that is open already is told so, after the call, and then speaks', async () => {
  const { sockets, clock, told, open } = visit({ last: known })
  sockets.latest.accept()
  const socket = open(known)
  expect(told).toEqual([])
  await clock.advance(0)
  socket.send('REGISTER')
  sockets.latest.deliver('200')
  sockets.latest.close()
  expect(told).toEqual(['opened', '200', 'closed'])
  expect(sockets.sockets).toHaveLength(1)
  expect(sockets.latest.sent).toEqual(['REGISTER'])
})

it('one that opens later, too', async () => {
  const { sockets, clock, told, open } = visit({ hint: known })
  open(known)
  sockets.latest.accept()
  await clock.advance(0)
  expect(told).toEqual(['opened'])
})

it('another address, or nobody within 15 s: it is let go', async () => {
  const other = visit({ last: 'wss://old.example/ws' })
  other.open(known)
  expect(other.sockets.sockets.map(({ isDropped }) => isDropped)).toEqual([true, false])
  const forgotten = visit({ last: known })
  await forgotten.clock.advance(15_000)
  expect(forgotten.sockets.latest.isDropped).toBe(true)
})

it('one that closed meanwhile is opened anew, and so is every later one', () => {
  const { sockets, told, open } = visit({ last: known })
  sockets.latest.close()
  open(known)
  open(known)
  expect(sockets.sockets).toHaveLength(3)
  expect(told).toEqual([])
})

it('storage that is refused costs nothing', () => {
  const { sockets, open } = visit({
    storage: () => {
      throw new Error('denied')
    },
  })
  open(known)
  expect(sockets.sockets).toHaveLength(1)
})
