import type { StringKey, Strings } from './en.ts'

export type Locale = 'vi' | 'en'
export type { StringKey, Strings }

/** Each locale is a chunk of its own: a page loads the one that it shows. */
const loaders: Readonly<Record<Locale, () => Promise<Strings>>> = {
  en: async () => (await import('./en.ts')).en,
  vi: async () => (await import('./vi.ts')).vi,
}

export function loadStrings(locale: Locale): Promise<Strings> {
  return loaders[locale]()
}

/** Puts values into `{name}` places. Values are inserted as they are: the result is only ever shown as text. */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place))
}
