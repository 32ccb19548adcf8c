import { describe, expect, it } from 'vitest'
import { errorCodes, ZorioWebphoneError } from './errors.ts'

describe('ZorioWebphoneError', () => {
  it('[spec 10.1] is an Error with a machine-readable code and optional details', () => {
    const error = new ZorioWebphoneError('bootstrap_failed', 'The back end answered 500.', {
      details: { status: 500 },
    })
    expect(error).toBeInstanceOf(Error)
    expect(error.name).toBe('ZorioWebphoneError')
    expect(error.code).toBe('bootstrap_failed')
    expect(error.details).toEqual({ status: 500 })
    expect(new ZorioWebphoneError('internal', 'x').details).toBeUndefined()
  })

  it.each(Object.keys(errorCodes) as (keyof typeof errorCodes)[])(
    '%s has a remedy that says what to do',
    (code) => {
      const error = new ZorioWebphoneError(code, 'message')
      expect(error.remedy.length).toBeGreaterThan(15)
      expect(typeof error.retryable).toBe('boolean')
    },
  )

  it('keeps ours as it is and wraps what is foreign, with its cause', () => {
    const ours = new ZorioWebphoneError('invalid_number', 'x')
    expect(ZorioWebphoneError.from(ours)).toBe(ours)
    const foreign = new TypeError('boom')
    expect(ZorioWebphoneError.from(foreign, 'media_failed')).toMatchObject({
      code: 'media_failed',
      message: 'boom',
      cause: foreign,
    })
    expect(ZorioWebphoneError.from('text').code).toBe('internal')
  })
})
