import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** A file and what it imports statically. */
export function loadedAtOnce(file, seen = new Set()) {
  if (seen.has(file)) return seen
  seen.add(file)
  const text = readFileSync(file, 'utf8')
  for (const [, target] of text.matchAll(/(?:from|import)\s*["'](\.[^"']+\.js)["']/g))
    loadedAtOnce(join(dirname(file), target), seen)
  return seen
}
