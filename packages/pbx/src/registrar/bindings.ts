/** Who can be reached where. One contact of one extension, on one flow. */
export interface Binding {
  readonly extension: string
  /** Same phone, same key: `instance;reg-id` (RFC 5626 6) or, without those, the contact URI. */
  readonly key: string
  readonly contactUri: string
  readonly flow: string
  /** Milliseconds of the clock that `expire` is asked with. */
  readonly expiresAt: number
  readonly pubGruu?: string | undefined
}

export interface Bindings {
  of(extension: string): readonly Binding[]
  /** Extensions with at least one contact. */
  all(): readonly { extension: string; contacts: number }[]
  onFlow(flow: string): readonly Binding[]
  /** Returns the binding it replaced, if any. */
  put(binding: Binding): Binding | undefined
  /** Removes all that match; returns those that were removed. */
  removeWhere(matches: (binding: Binding) => boolean): readonly Binding[]
}

/** A page that reloads without un-registering must not pile up contacts for ever: the oldest goes. */
const MAX_CONTACTS = 10

export function createBindings(): Bindings {
  const byExtension = new Map<string, Map<string, Binding>>()

  const remove = (binding: Binding) => {
    const contacts = byExtension.get(binding.extension)
    contacts?.delete(binding.key)
    if (contacts?.size === 0) byExtension.delete(binding.extension)
  }
  const everyBinding = () => [...byExtension.values()].flatMap((contacts) => [...contacts.values()])

  return {
    of: (extension) => [...(byExtension.get(extension)?.values() ?? [])],
    all: () => [...byExtension].map(([extension, { size }]) => ({ extension, contacts: size })),
    onFlow: (flow) => everyBinding().filter((binding) => binding.flow === flow),
    put(binding) {
      const contacts = byExtension.get(binding.extension) ?? new Map<string, Binding>()
      byExtension.set(binding.extension, contacts)
      const replaced = contacts.get(binding.key)
      contacts.delete(binding.key)
      contacts.set(binding.key, binding)
      const [oldest] = contacts.keys()
      if (contacts.size > MAX_CONTACTS && oldest !== undefined) contacts.delete(oldest)
      return replaced
    },
    removeWhere(matches) {
      const removed = everyBinding().filter(matches)
      for (const binding of removed) remove(binding)
      return removed
    },
  }
}
