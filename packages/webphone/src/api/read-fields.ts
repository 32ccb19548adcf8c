/** Hand-written readers of foreign JSON: own properties only, the first wrong field is named. */
export class FieldError extends Error {
  readonly field: string
  constructor(field: string) {
    super(`the field ${field} is missing or wrong`)
    this.field = field
  }
}

export type Json = Readonly<Record<string, unknown>>

export function readObject(value: unknown, field: string): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new FieldError(field)
  return value as Json
}

export function own(object: Json, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined
}

export interface TextLimits {
  readonly maxLength?: number
  readonly pattern?: RegExp
}

/** Without control characters: the text may end up in a SIP header. */
export function readText(object: Json, key: string, limits: TextLimits = {}): string {
  const { maxLength = 256, pattern = /^[^\p{Cc}]*$/u } = limits
  const value = own(object, key)
  if (typeof value !== 'string' || value.length > maxLength || !pattern.test(value)) throw new FieldError(key)
  return value
}

export function readNumber(object: Json, key: string, range: { min: number; max: number }): number {
  const value = own(object, key)
  const isGood = typeof value === 'number' && value >= range.min && value <= range.max
  if (!isGood) throw new FieldError(key)
  return value
}

export function readList(value: unknown, key: string, most: number): readonly unknown[] {
  if (!Array.isArray(value)) throw new FieldError(key)
  return value.slice(0, most)
}
