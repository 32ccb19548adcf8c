/** A screen that is left while the browser still asks for the microphone. */
import { beforeAll, expect, it } from 'vitest'
import { createFakeBrowser } from './testing/fake-browser.ts'
import { createFakePhone } from './testing/fake-phone.ts'
import { createUiStore } from './ui-store.ts'

beforeAll(async () => void (await import('./later.ts')))

const settle = (): Promise<void> => new Promise((done) => setTimeout(done, 10))

async function asking() {
  const browser = createFakeBrowser()
  const { openMicrophone } = browser
  let allow = (): void => {}
  const allowed = new Promise<void>((done) => (allow = done))
  browser.openMicrophone = async (...given) => {
    await allowed
    return openMicrophone(...given)
  }
  const store = createUiStore({ phone: createFakePhone(), browser, options: {}, onChange: () => {} })
  store.send('set-tab', 'settings')
  store.send('toggle-microphone-test')
  await settle()
  return { store, browser, allow }
}

it('is closed again when the permission comes after the screen was left', async () => {
  const { store, browser, allow } = await asking()
  store.send('set-tab', 'dial')
  allow()
  await settle()
  expect([browser.openMicrophones, store.get().microphoneLevel]).toEqual([0, null])
})

it('is closed again when the permission comes after the phone was taken off the page', async () => {
  const { store, browser, allow } = await asking()
  store.dispose()
  allow()
  await settle()
  expect(browser.openMicrophones).toBe(0)
})
