import { describe, expect, it } from 'vitest'
import { createEmitter } from './emitter.ts'

interface Events {
  ring: { bell: string }
  stop: Record<string, never>
}

function setUp() {
  const failures: unknown[] = []
  const emitter = createEmitter<Events>((error) => failures.push(error))
  return { emitter, failures }
}

describe('emitter', () => {
  it('[spec 0.3] calls handlers synchronously, in the order of subscription', () => {
    const { emitter } = setUp()
    const order: string[] = []
    emitter.on('ring', ({ bell }) => order.push(`first ${bell}`))
    emitter.on('ring', () => order.push('second'))
    order.push('before')
    emitter.emit('ring', { bell: 'a' })
    order.push('after')
    expect(order).toEqual(['before', 'first a', 'second', 'after'])
  })

  it('shields the other handlers from one that throws or rejects', async () => {
    const { emitter, failures } = setUp()
    const heard: string[] = []
    emitter.on('ring', () => {
      throw new Error('broken')
    })
    // oxlint-disable-next-line typescript/no-misused-promises -- subscribers do it, and it must not hurt
    emitter.on('ring', async () => Promise.reject(new Error('broken later')))
    emitter.on('ring', () => heard.push('last'))
    emitter.emit('ring', { bell: 'a' })
    await new Promise((resolve) => setTimeout(resolve, 0))
    expect(heard).toEqual(['last'])
    expect(failures.map(String)).toEqual(['Error: broken', 'Error: broken later'])
  })

  it('calls a once handler once, also when it emits again itself', () => {
    const { emitter } = setUp()
    let count = 0
    emitter.once('ring', () => {
      count += 1
      emitter.emit('ring', { bell: 'again' })
    })
    emitter.emit('ring', { bell: 'a' })
    expect(count).toBe(1)
  })

  it('off(name) removes all of that name, off(name, handler) the one', () => {
    const { emitter } = setUp()
    const heard: string[] = []
    const one = () => heard.push('one')
    emitter.on('ring', one)
    emitter.on('ring', () => heard.push('two'))
    emitter.on('stop', () => heard.push('stop'))
    emitter.off('ring', one)
    emitter.emit('ring', { bell: 'a' })
    emitter.off('ring')
    expect(emitter.emit('ring', { bell: 'b' })).toBe(false)
    emitter.emit('stop', {})
    expect(heard).toEqual(['two', 'stop'])
  })
})
