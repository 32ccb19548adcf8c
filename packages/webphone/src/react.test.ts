// @vitest-environment happy-dom
import { StrictMode, act, createElement as h, memo, useState, type ReactNode } from 'react'
import { hydrateRoot, createRoot, type Root } from 'react-dom/client'
import { renderToString } from 'react-dom/server'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebphoneProvider, useCall, useCalls, useWebphone, useWebphoneEvent } from './react.ts'
import { createFakePhone, type FakePhone } from './ui/testing/fake-phone.ts'
import { ZorioWebphoneError } from './errors.ts'
import type { ConnectOptions } from './options.ts'
import type { Webphone, ZorioCall } from './phone-api.ts'

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true })

const options: ConnectOptions = { apiBase: 'https://app.example', token: 'one' }
let root: Root
let box: HTMLElement
let phones: FakePhone[]
const connect = async (): Promise<Webphone> => {
  const phone = createFakePhone()
  phones.push(phone)
  return phone
}
const draw = (node: ReactNode): Promise<void> => act(async () => root.render(node))

beforeEach(() => {
  box = document.createElement('div')
  root = createRoot(box)
  phones = []
})
afterEach(() => act(async () => root.unmount()))

function Status(): ReactNode {
  const { phone, status, extension, error } = useWebphone()
  return h('p', null, `${status} ${extension} ${phone ? 'phone' : 'none'} ${error?.code ?? ''}`.trim())
}

describe('WebphoneProvider', () => {
  it('connects once under StrictMode and shows the state of the phone', async () => {
    await draw(h(StrictMode, null, h(WebphoneProvider, { options, connect }, h(Status))))
    expect(phones).toHaveLength(1)
    expect(box.textContent).toBe('registered 1001 phone')
    await act(async () => phones[0]!.change({ status: 'reconnecting' }))
    expect(box.textContent).toBe('reconnecting 1001 phone')
    expect(phones[0]!.asked).toEqual([])
  })

  it('disconnects on unmount, also a phone that arrives after it', async () => {
    let arrive: (phone: Webphone) => void = () => {}
    const late = (): Promise<Webphone> => new Promise((resolve) => (arrive = resolve))
    await draw(h(WebphoneProvider, { options, connect: late }, h(Status)))
    expect(box.textContent).toBe('connecting  none')
    await draw(null)
    const phone = createFakePhone()
    await act(async () => arrive(phone))
    expect(phone.asked).toEqual(['disconnect'])

    await draw(h(WebphoneProvider, { options, connect }, h(Status)))
    await draw(null)
    expect(phones[0]!.asked).toEqual(['disconnect'])
  })

  it('keeps the phone when a fresh token comes, connects anew for another back end, leaves without options', async () => {
    const at = (given: ConnectOptions | null): Promise<void> =>
      draw(h(WebphoneProvider, { options: given, connect }, h(Status)))
    await at(null)
    expect(box.textContent).toBe('disconnected  none')
    await at(options)
    await at({ ...options, token: 'two' })
    expect(phones).toHaveLength(1)
    await at({ ...options, apiBase: 'https://other.example' })
    expect(phones).toHaveLength(2)
    expect(phones[0]!.asked).toEqual(['disconnect'])
    await at(null)
    expect(phones[1]!.asked).toEqual(['disconnect'])
    expect(box.textContent).toBe('disconnected  none')
  })

  it('shows why connecting failed', async () => {
    const refused = (): Promise<Webphone> => Promise.reject(new ZorioWebphoneError('token_rejected', 'no'))
    await draw(h(WebphoneProvider, { options, connect: refused }, h(Status)))
    expect(box.textContent).toBe('disconnected  none token_rejected')
  })

  it('shows a phone of the application and never disconnects it', async () => {
    const phone = createFakePhone()
    await draw(h(StrictMode, null, h(WebphoneProvider, { phone }, h(Status))))
    expect(box.textContent).toBe('registered 1001 phone')
    await draw(null)
    expect(phone.asked).toEqual([])
  })

  it('says what is missing without a provider', () => {
    expect(() => renderToString(h(Status))).toThrow('Put a <WebphoneProvider>')
  })

  it('renders on the server without connecting, and hydrates without a difference', async () => {
    const app = h(WebphoneProvider, { options, connect }, h(Status))
    const html = renderToString(app)
    expect(html).toBe('<p>connecting  none</p>')
    expect(phones).toHaveLength(0)
    const page = document.createElement('div')
    page.innerHTML = html
    const problems: unknown[] = []
    let hydrated: Root | undefined
    await act(async () => {
      hydrated = hydrateRoot(page, app, { onRecoverableError: (problem) => problems.push(problem) })
    })
    expect(problems).toEqual([])
    expect(page.textContent).toBe('registered 1001 phone')
    await act(async () => hydrated?.unmount())
  })
})

describe('calls and events', () => {
  let drawn: string[]
  const Row = memo(({ call }: { call: ZorioCall }): ReactNode => {
    const { state, isMuted } = useCall(call)
    drawn.push(call.number)
    return h('li', null, `${call.number} ${state}${isMuted ? ' muted' : ''}`)
  })
  function List(): ReactNode {
    return useCalls().map((call) => h(Row, { key: call.uuid, call }))
  }

  it('lists live calls and draws only the one that changed', async () => {
    drawn = []
    await draw(h(WebphoneProvider, { options, connect }, h(List)))
    const phone = phones[0]!
    const first = await act(async () => phone.ring({ number: '0987654321' }))
    await act(async () => phone.ring({ number: '1002' }))
    expect(box.textContent).toBe('0987654321 ringing1002 ringing')
    drawn = []
    await act(async () => first.change({ isMuted: true }))
    expect(box.textContent).toBe('0987654321 ringing muted1002 ringing')
    expect(drawn).toEqual(['0987654321'])
    await act(async () => phone.end(first, 'normal_clearing'))
    expect(box.textContent).toBe('1002 ringing')
  })

  it('hands the first events to the handler of the latest drawing, and stops at unmount', async () => {
    const heard: string[] = []
    let next: (name: string) => void = () => {}
    function Listener(): ReactNode {
      const [name, setName] = useState('a')
      next = setName
      useWebphoneEvent('dtmf', ({ digit }) => heard.push(name + digit))
      return null
    }
    const early = async (): Promise<Webphone> => {
      const phone = await connect()
      // As the phone itself does: the first event is a macrotask after connect().
      setTimeout(() => press('1'))
      return phone
    }
    const press = (digit: string): void => {
      const phone = phones[0]!
      phone.emit('dtmf', { call: phone.addCall({}), digit, source: 'rtp' })
    }
    await draw(h(WebphoneProvider, { options, connect: early }, h(Listener)))
    await act(() => new Promise((resolve) => setTimeout(resolve, 5)))
    await act(async () => next('b'))
    await act(async () => press('2'))
    expect(heard).toEqual(['a1', 'b2'])
    await draw(null)
    press('3')
    expect(heard).toEqual(['a1', 'b2'])
  })
})
