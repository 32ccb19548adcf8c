// @vitest-environment happy-dom
import { createApp, createSSRApp, effectScope, h, nextTick, ref, type App, type Component } from 'vue'
import { renderToString } from 'vue/server-renderer'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createWebphone, useWebphone, useWebphoneEvent, type WebphonePlugin } from './vue.ts'
import { createFakePhone, type FakePhone } from './ui/testing/fake-phone.ts'
import { ZorioWebphoneError } from './errors.ts'
import type { ConnectOptions } from './options.ts'
import type { Webphone } from './phone-api.ts'

const options: ConnectOptions = { apiBase: 'https://app.example', token: 'one' }
let phones: FakePhone[]
let box: HTMLElement
let app: App | undefined
const connect = async (): Promise<Webphone> => {
  const phone = createFakePhone()
  phones.push(phone)
  return phone
}
const settle = async (): Promise<void> => {
  await new Promise((resolve) => setTimeout(resolve))
  await nextTick()
}
const mount = async (component: Component, plugin: WebphonePlugin): Promise<void> => {
  app = createApp(component).use(plugin)
  app.mount(box)
  await settle()
}
const Status: Component = {
  setup() {
    const webphone = useWebphone()
    return () => {
      const { status, extension, error, calls } = webphone.value
      return h(
        'p',
        [status, extension, error?.code ?? '', ...calls.map((call) => call.number)].filter(Boolean).join(' '),
      )
    }
  },
}

beforeEach(() => {
  phones = []
  box = document.createElement('div')
})
afterEach(() => {
  app?.unmount()
  app = undefined
})

describe('createWebphone', () => {
  it('connects, follows the phone and disconnects with the app', async () => {
    await mount(Status, createWebphone(options, { connect }))
    expect(box.textContent).toBe('registered 1001')
    phones[0]!.ring({ number: '0987654321' })
    await nextTick()
    expect(box.textContent).toBe('registered 1001 0987654321')
    app?.unmount()
    expect(phones.map((phone) => phone.asked)).toEqual([['disconnect']])
  })

  it('connects later, and again as somebody else', async () => {
    const plugin = createWebphone(null, { connect })
    await mount(Status, plugin)
    expect(box.textContent).toBe('disconnected')
    plugin.connect(options)
    await nextTick()
    expect(box.textContent).toBe('connecting')
    await settle()
    plugin.connect({ ...options, token: 'two' })
    await settle()
    expect(phones.map((phone) => phone.asked)).toEqual([['disconnect'], []])
    plugin.disconnect()
    await nextTick()
    expect(box.textContent).toBe('disconnected')
  })

  it('shows why connecting failed', async () => {
    const refused = (): Promise<Webphone> => Promise.reject(new ZorioWebphoneError('bootstrap_failed', 'no'))
    await mount(Status, createWebphone(options, { connect: refused }))
    expect(box.textContent).toBe('disconnected bootstrap_failed')
  })

  it('shows a phone of the application and never disconnects it', async () => {
    const plugin = createWebphone()
    const phone = createFakePhone({ extension: '1007' })
    plugin.show(phone)
    await mount(Status, plugin)
    expect(box.textContent).toBe('registered 1007')
    app?.unmount()
    expect(phone.asked).toEqual([])
  })

  it('renders on the server without connecting', async () => {
    vi.stubGlobal('window', undefined)
    const html = await renderToString(createSSRApp(Status).use(createWebphone(options, { connect })))
    vi.unstubAllGlobals()
    expect(html).toBe('<p>connecting</p>')
    expect(phones).toHaveLength(0)
  })
})

describe('composables', () => {
  it('stop with their scope', async () => {
    const plugin = createWebphone(options, { connect })
    const heard: string[] = []
    const isOpen = ref(true)
    const Listener: Component = {
      setup() {
        useWebphoneEvent('status_changed', ({ status }) => heard.push(status))
        return () => null
      },
    }
    await mount({ render: () => (isOpen.value ? h(Listener) : null) }, plugin)
    phones[0]!.emit('status_changed', { status: 'stale' })
    isOpen.value = false
    await nextTick()
    phones[0]!.emit('status_changed', { status: 'registered' })
    expect(heard).toEqual(['stale'])
  })

  it('say what is missing without the plugin', () => {
    expect(() => effectScope().run(useWebphone)).toThrow('createWebphone')
  })
})
