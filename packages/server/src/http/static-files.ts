/** Serves the files of one folder, read when asked so that a new build shows at once. */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import type { Context, Handler } from 'hono'
import { ApiError } from './api-error.ts'

const contentTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
}

/** Only plain names in plain folders: no dot files, no `..`, no escapes, so that nothing outside the folder can be named. */
const plainPath = /^[\w-][\w.-]*(\/[\w-][\w.-]*)*$/

/** `only`: that file, whatever is asked for. */
export function staticFiles(folder: string, mountedAt: string, only?: string): Handler {
  return async (c) => {
    const name = only ?? (c.req.path.slice(mountedAt.length) || 'index.html')
    const contentType = contentTypes[extname(name)]
    if (!plainPath.test(name) || !contentType) throw new ApiError(404)
    const bytes = await readFile(join(folder, name)).catch(() => undefined)
    if (!bytes) throw new ApiError(404)
    return answer(c, bytes, contentType)
  }
}

function answer(c: Context, bytes: Buffer<ArrayBuffer>, contentType: string): Response {
  const etag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`
  c.header('ETag', etag)
  // Asked again each time (the answer is 304): a file keeps its name when its content changes.
  c.header('Cache-Control', 'no-cache')
  if (c.req.header('If-None-Match') === etag) return c.body(null, 304)
  c.header('Content-Type', contentType)
  return c.body(bytes)
}
