import { afterEach, expect, it, vi } from 'vitest'
import { createFakeMedia } from '../testing/fake-media.ts'
import { readMicrophone } from './try-devices.ts'

afterEach(() => vi.unstubAllGlobals())

/** A page where each permission is asked for, and given when the test says so. */
function askingPage() {
  let openTracks = 0
  let allow = () => {}
  const getUserMedia = vi.fn(
    () =>
      new Promise((resolve) => {
        allow = () => {
          openTracks += 1
          const stop = () => void (openTracks -= 1)
          resolve({ getTracks: () => [{ stop }], getAudioTracks: () => [{ label: 'mic' }] })
        }
      }),
  )
  vi.stubGlobal('navigator', { mediaDevices: { getUserMedia } })
  const listen = vi.fn(() => {
    throw new Error('listens')
  })
  vi.stubGlobal('AudioContext', listen)
  return { getUserMedia, listen, allow: () => allow(), openTracks: () => openTracks }
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 5))

it('a permission that comes when the diagnosis is over opens nothing', async () => {
  const page = askingPage()
  const ended = new AbortController()
  const reading = readMicrophone(createFakeMedia(), {}, ended.signal).catch((error: unknown) => error)
  await settle()
  ended.abort()
  page.allow()
  expect(await reading).toMatchObject({ name: 'AbortError' })
  expect(page.openTracks()).toBe(0)
  expect(page.listen).not.toHaveBeenCalled()
})

it('nor is the second one asked for when the first took too long', async () => {
  const page = askingPage()
  const reading = readMicrophone(createFakeMedia(), {}, AbortSignal.abort()).catch((error: unknown) => error)
  expect(await reading).toMatchObject({ name: 'AbortError' })
  expect(page.getUserMedia).not.toHaveBeenCalled()
})
