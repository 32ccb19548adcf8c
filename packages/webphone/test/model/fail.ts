/** What a broken promise of the phone looks like to the walk. */
export function fail(message: string): never {
  throw new Error(message)
}
