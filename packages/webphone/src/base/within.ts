/** Bounds a wait: promises of the browser may never settle. `late` tells the result when the time is up; it may throw. */
export async function within<T>(boundMs: number, promise: Promise<T>, late: () => T): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const bound = new Promise<void>((resolve) => (timer = setTimeout(resolve, boundMs))).then(late)
  try {
    return await Promise.race([promise, bound])
  } finally {
    clearTimeout(timer)
  }
}
