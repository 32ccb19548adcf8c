import { isSearchText, normaliseDialText } from '../dial-text.ts'
import type { Suggestion } from '../ui-state.ts'
import type { RequestContext, RequestTable } from './request-map.ts'
import { holdOthers } from './call-requests.ts'

const maxSuggestions = 6

export const dialRequests: RequestTable<
  | 'dial-text'
  | 'dial-key'
  | 'dial-erase'
  | 'dial-call'
  | 'move-suggestion'
  | 'pick-suggestion'
  | 'call-number'
  | 'redial'
  | 'edit-number'
> = {
  'dial-text': (context, text) => setText(context, text),
  'dial-key': (context, key) => setText(context, context.get().dialText + key),
  'dial-erase': (context) => setText(context, context.get().dialText.slice(0, -1)),
  'dial-call': (context) => {
    const { dialText, lastDialled, suggestions, suggestionIndex } = context.get()
    const picked = suggestions[suggestionIndex] ?? (isSearchText(dialText) ? suggestions[0] : undefined)
    if (picked) return dial(context, picked.number)
    if (dialText === '') return context.set({ dialText: lastDialled })
    return dial(context, dialText)
  },
  'move-suggestion': ({ get, set }, step) => {
    const { suggestions, suggestionIndex } = get()
    const count = suggestions.length
    if (count > 0)
      set({
        suggestionIndex: (suggestionIndex + step + count + (suggestionIndex < 0 && step < 0 ? 1 : 0)) % count,
      })
  },
  'pick-suggestion': (context, index) => {
    const picked = context.get().suggestions[index]
    if (picked) context.set({ dialText: picked.number, suggestions: [], suggestionIndex: -1 })
  },
  'call-number': (context, number) => dial(context, number),
  redial: (context) => {
    const number = context.get().result?.call.number
    return number === undefined ? undefined : dial(context, number)
  },
  'edit-number': ({ get, set }) =>
    set({ dialText: normaliseDialText(get().result?.call.number ?? ''), result: null, tab: 'dial' }),
}

function setText(context: RequestContext, raw: string): void {
  const isSearch = isSearchText(raw)
  const dialText = isSearch ? raw.slice(0, 64) : normaliseDialText(raw)
  context.set({ dialText, suggestions: [], suggestionIndex: -1, result: null, tab: 'dial' })
  if (dialText.length >= 2) void suggest(context, dialText)
}

/** The log answers at once, the host's search when it can; an answer to a text that has changed is dropped. */
async function suggest(context: RequestContext, text: string): Promise<void> {
  const { log } = context.get()
  const wanted = text.toLocaleLowerCase()
  const known = log.filter(
    ({ name, number }) => name.toLocaleLowerCase().includes(wanted) || number.includes(text),
  )
  showSuggestions(context, text, known)
  const found = await context
    .options()
    .search?.(text)
    .catch(() => [])
  if (found) showSuggestions(context, text, [...found, ...known])
}

function showSuggestions(context: RequestContext, text: string, found: readonly Suggestion[]): void {
  if (context.get().dialText !== text) return
  const byNumber = new Map(found.map(({ name, number }) => [number, { name: name || number, number }]))
  context.set({ suggestions: [...byNumber.values()].slice(0, maxSuggestions) })
}

async function dial(context: RequestContext, text: string): Promise<void> {
  const number = normaliseDialText(text)
  const held = await holdOthers(context)
  context.set({ result: null, error: null, lastDialled: number })
  try {
    const call = await context.phone.call(number)
    context.set({ selectedUuid: call.uuid, pane: null, dialText: '', suggestions: [], sentDigits: '' })
  } catch (error) {
    await held?.unhold()
    throw error
  }
}
