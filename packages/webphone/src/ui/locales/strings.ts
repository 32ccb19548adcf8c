import { en, type StringKey, type Strings } from './en.ts'
import { vi } from './vi.ts'

export type Locale = 'vi' | 'en'
export type { StringKey, Strings }

const locales: Record<Locale, Strings> = { en, vi }

/** The strings of a locale, with the host's own over them. */
export function stringsFor(locale: Locale, overrides?: Partial<Strings>): Strings {
  return overrides ? { ...locales[locale], ...overrides } : locales[locale]
}

/** Puts values into `{name}` places. Values are inserted as they are: the result is only ever shown as text. */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place))
}
