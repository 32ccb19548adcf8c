import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createTitleFlash } from './title-flash.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('flashes and puts the title back', () => {
  const page = { title: 'CRM' }
  const flash = createTitleFlash(page)
  flash.start('Incoming')
  expect(page.title).toBe('Incoming')
  vi.advanceTimersByTime(1000)
  expect(page.title).toBe('CRM')
  vi.advanceTimersByTime(1000)
  flash.stop()
  expect(page.title).toBe('CRM')
  expect(vi.getTimerCount()).toBe(0)
})

it('keeps a title that the page changed meanwhile', () => {
  const page = { title: 'CRM' }
  const flash = createTitleFlash(page)
  flash.start('Incoming')
  page.title = 'CRM (2)'
  vi.advanceTimersByTime(1000)
  expect(page.title).toBe('Incoming')
  flash.stop()
  expect(page.title).toBe('CRM (2)')
})
