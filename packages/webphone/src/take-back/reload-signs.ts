/**
 * No page is told why it goes. Two things give a reload away beforehand: its own script asks for it (Navigation API), or its
 * keys are pressed. The browser's button does not.
 */

/** A reload begun longer ago than this did not happen. */
const recentMs = 10_000
const watchedKeys = /^(F5|r)$/i

export interface ReloadTargets {
  readonly navigation?: EventTarget | undefined
  readonly window?: EventTarget | undefined
}

/** Whether what happens now is most likely a reload. */
export function watchReloads(
  { navigation, window }: ReloadTargets,
  now: () => number,
  signal: AbortSignal,
): () => boolean {
  let seenAt = -Infinity
  navigation?.addEventListener(
    'navigate',
    (event) => {
      seenAt = Reflect.get(event, 'navigationType') === 'reload' ? now() : -Infinity
    },
    { signal },
  )
  window?.addEventListener(
    'keydown',
    (event) => {
      if (isReloadKey(event)) seenAt = now()
    },
    { signal, capture: true },
  )
  return () => now() - seenAt < recentMs
}

function isReloadKey(event: Event): boolean {
  const read = (name: string): unknown => Reflect.get(event, name)
  const key = read('key')
  if (typeof key !== 'string' || !watchedKeys.test(key)) return false
  return key === 'F5' || read('ctrlKey') === true || read('metaKey') === true
}
