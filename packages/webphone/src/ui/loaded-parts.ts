/** The chunks that come after the first: words, the later screens, number formatting. Any of them may fail to load. */
import type { Later } from './draw-phone.ts'
import { loadStrings, type Locale, type Strings } from './locales/strings.ts'

export interface LoadedParts {
  /** Null until the first locale is there. After a switch the old words stay until the new ones have come. */
  readonly words: { readonly locale: Locale; readonly strings: Strings } | null
  readonly later: Later | null
  /** Numbers are plain until the formatter is there. */
  readonly format: (number: string) => string
  want(locale: Locale): void
}

export function createLoadedParts(onLoaded: () => void): LoadedParts {
  let words: LoadedParts['words'] = null
  let wanted: Locale | null = null
  let later: Later | null = null
  let format: LoadedParts['format'] = (number) => number
  const load = async (locale: Locale): Promise<void> => {
    const strings = await loadStrings(locale)
    if (wanted !== locale && words) return
    words = { locale, strings }
    onLoaded()
  }
  const quietly = (work: Promise<void>): void => void work.catch(() => undefined)
  quietly(
    import('./later.ts').then((module) => {
      later = module
      onLoaded()
    }),
  )
  quietly(
    import('./format/format-number.ts').then(({ formatNumber }) => {
      format = formatNumber
      onLoaded()
    }),
  )
  return {
    get words() {
      return words
    },
    get later() {
      return later
    },
    get format() {
      return format
    },
    want: (locale) => {
      if (locale === wanted) return
      wanted = locale
      // A phone in the other language is better than none.
      quietly(load(locale).catch(() => (words ? undefined : load(locale === 'vi' ? 'en' : 'vi'))))
    },
  }
}
