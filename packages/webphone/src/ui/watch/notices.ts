import type { RequestContext } from '../requests/request-map.ts'
import type { Notice } from '../ui-state.ts'

/** In place of an older one of its kind. */
export function showNotice({ get, set }: RequestContext, notice: Notice): void {
  set({ notices: [notice, ...get().notices.filter(({ id }) => id !== notice.id)] })
}

export function dropNotice({ get, set }: RequestContext, id: Notice['id']): void {
  const { notices } = get()
  if (notices.some((notice) => notice.id === id))
    set({ notices: notices.filter((notice) => notice.id !== id) })
}
