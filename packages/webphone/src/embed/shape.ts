/** Small questions to unknown data. */
export type Check<T> = (value: unknown) => value is T

export const isObject: Check<Readonly<Record<string, unknown>>> = (
  value,
): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
export const isBoolean: Check<boolean> = (value) => typeof value === 'boolean'
export const isNumber: Check<number> = (value): value is number => Number.isFinite(value)
export const isCount: Check<number> = (value): value is number =>
  Number.isSafeInteger(value) && Number(value) >= 0
const longest = 65_536
export const isText: Check<string> = (value): value is string =>
  typeof value === 'string' && value.length <= longest
/** Names, ids, codes. */
export const isShort: Check<string> = (value): value is string =>
  typeof value === 'string' && value.length > 0 && value.length <= 256

export const isOneOf =
  <const T extends string>(...words: readonly T[]): Check<T> =>
  (value): value is T =>
    words.some((word) => word === value)

/** `undefined` or absent passes too. */
export const optional =
  <T>(check: Check<T>) =>
  (value: unknown): value is T | undefined =>
    value === undefined || check(value)

export const orNull =
  <T>(check: Check<T>): Check<T | null> =>
  (value): value is T | null =>
    value === null || check(value)

export const listOf =
  <T>(check: Check<T>, most: number): Check<readonly T[]> =>
  (value): value is readonly T[] =>
    Array.isArray(value) && value.length <= most && value.every((one) => check(one))

/** An object whose known fields are right; unknown ones are let pass, for newer peers. */
export const shaped =
  <T>(fields: { readonly [K in keyof Required<T>]: (value: unknown) => boolean }): Check<T> =>
  (value): value is T =>
    isObject(value) &&
    Object.entries<(value: unknown) => boolean>(fields).every(([name, check]) => check(value[name]))

/** The value itself when it has one of the shapes. */
export const reader =
  <T>(checks: readonly ((value: unknown) => value is T)[]) =>
  (value: unknown): T | undefined => {
    for (const check of checks) if (check(value)) return value
    return undefined
  }
