/** Typed events. Handlers run synchronously in the order of subscription; one that throws harms only itself. */
export interface Emitter<Events> {
  on<N extends keyof Events>(name: N, handler: (payload: Events[N]) => void): () => void
  once<N extends keyof Events>(name: N, handler: (payload: Events[N]) => void): () => void
  /** Without a handler: all of that name. */
  off<N extends keyof Events>(name: N, handler?: (payload: Events[N]) => void): void
  /** False when nobody listened. */
  emit<N extends keyof Events>(name: N, payload: Events[N]): boolean
  /** Somebody listens. */
  has(name: keyof Events): boolean
  clear(): void
}

interface Subscription {
  readonly handler: unknown
  readonly call: (payload: unknown) => unknown
}

export function createEmitter<Events>(onHandlerFailed: (error: unknown) => void): Emitter<Events> {
  const byName = new Map<keyof Events, readonly Subscription[]>()

  const remove = (name: keyof Events, isGone: (one: Subscription) => boolean) =>
    byName.set(
      name,
      (byName.get(name) ?? []).filter((one) => !isGone(one)),
    )

  const run = (one: Subscription, payload: unknown) => {
    try {
      // An async handler that rejects must not become an unhandled rejection of the page.
      const result = one.call(payload)
      if (result instanceof Promise) result.catch(onHandlerFailed)
    } catch (error) {
      onHandlerFailed(error)
    }
  }

  const add = (name: keyof Events, one: Subscription) => {
    byName.set(name, [...(byName.get(name) ?? []), one])
    return () => remove(name, (other) => other === one)
  }

  return {
    on: (name, handler) => add(name, { handler, call: handler as (payload: unknown) => unknown }),
    once(name, handler) {
      const call = handler as (payload: unknown) => unknown
      const off = add(name, {
        handler,
        call(payload) {
          off()
          return call(payload)
        },
      })
      return off
    },
    off(name, handler) {
      remove(name, (one) => handler === undefined || one.handler === handler)
    },
    emit(name, payload) {
      // The list is never changed in place: a handler that unsubscribes another one takes effect at the next event.
      const listeners = byName.get(name) ?? []
      for (const one of listeners) run(one, payload)
      return listeners.length > 0
    },
    has: (name) => Boolean(byName.get(name)?.length),
    clear() {
      byName.clear()
    },
  }
}
