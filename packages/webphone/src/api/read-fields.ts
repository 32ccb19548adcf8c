/** Hand-written readers of foreign JSON: own properties only, the first wrong field is named. */
import { ZorioWebphoneError } from '../errors.ts'

export type Json = Readonly<Record<string, unknown>>

export function fieldError(field: string): ZorioWebphoneError {
  const message = `In the back end's answer the field ${field} is missing or wrong.`
  return new ZorioWebphoneError('bootstrap_failed', message, { details: { field } })
}

export function readObject(value: unknown, field: string): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw fieldError(field)
  return value as Json
}

export function own(object: Json, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined
}

/** `pattern` must keep control characters out: the text may end up in a SIP header. */
export function readText(object: Json, key: string, pattern: RegExp): string {
  const value = own(object, key)
  if (typeof value !== 'string' || !pattern.test(value)) throw fieldError(key)
  return value
}

/** From 1 to `most`. */
export function readNumber(object: Json, key: string, most: number): number {
  const value = own(object, key)
  if (typeof value !== 'number' || !(value >= 1 && value <= most)) throw fieldError(key)
  return value
}

/** No more than the first ten. */
export function readList(object: Json, key: string): readonly unknown[] {
  const value = own(object, key)
  if (!Array.isArray(value)) throw fieldError(key)
  return value.slice(0, 10)
}
