// @vitest-environment happy-dom
import { beforeEach, expect, it } from 'vitest'
import { createFakePhone } from './testing/fake-phone.ts'
import { defineConnectedElement } from './element.ts'

const told: string[] = []
const settle = (): Promise<void> => new Promise((done) => setTimeout(done, 10))

beforeEach(async () => {
  document.body.innerHTML = '<zorio-webphone api-base="https://api.example" token="one"></zorio-webphone>'
  defineConnectedElement(async ({ token }) => {
    told.push(token)
    const phone = createFakePhone()
    return Object.assign(phone, { disconnect: async () => void told.push('disconnect') })
  })
  await settle()
  return async () => {
    document.body.innerHTML = ''
    await settle()
    told.length = 0
  }
})

const element = (): Element => {
  const found = document.querySelector('zorio-webphone')
  if (!found) throw new Error('gone')
  return found
}

it('connects once where it stood in the page before its script came', () => {
  expect(told).toEqual(['one'])
})

it('is told of its attributes first when its script comes later, and connects after that', async () => {
  const late = document.createElement('zorio-webphone')
  // As in an upgrade: in the page, and connectedCallback is still to come.
  Object.defineProperty(late, 'isConnected', { value: true, configurable: true })
  late.setAttribute('token', 'two')
  late.setAttribute('api-base', 'https://api.example')
  Reflect.deleteProperty(late, 'isConnected')
  document.body.append(late)
  await settle()
  expect(told).toEqual(['one', 'two'])
})

it('keeps its phone on the way to another place, as to the small window and back', async () => {
  const box = document.body.appendChild(document.createElement('div'))
  box.append(element())
  await settle()
  document.body.append(element())
  await settle()
  expect(told).toEqual(['one'])
})

it('disconnects when it leaves the page, and connects anew when it comes back', async () => {
  const gone = element()
  gone.remove()
  await settle()
  expect(told).toEqual(['one', 'disconnect'])
  document.body.append(gone)
  await settle()
  expect(told).toEqual(['one', 'disconnect', 'one'])
})

it('takes a new token', async () => {
  element().setAttribute('token', 'two')
  await settle()
  expect(told).toEqual(['one', 'disconnect', 'two'])
})
