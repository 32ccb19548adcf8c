/** Unknown request data, checked by a zod schema: 400 for what is no JSON, 422 with a list per field for the rest. */
import type { Context } from 'hono'
import type { z } from 'zod'
import { ApiError } from './api-error.ts'

/** An empty body counts as `{}`, so that a request whose fields are all optional needs none. */
export async function readBody<Schema extends z.ZodType>(
  c: Context,
  schema: Schema,
): Promise<z.output<Schema>> {
  const text = await c.req.text()
  let value: unknown
  try {
    value = text === '' ? {} : JSON.parse(text)
  } catch {
    throw new ApiError(400)
  }
  return checked(value, schema)
}

export function readQuery<Schema extends z.ZodType>(c: Context, schema: Schema): z.output<Schema> {
  return checked(c.req.query(), schema)
}

function checked<Schema extends z.ZodType>(value: unknown, schema: Schema): z.output<Schema> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const errors: Record<string, string[]> = {}
  for (const issue of result.error.issues) {
    const field = issue.path.join('.') || 'body'
    errors[field] = [...(Object.hasOwn(errors, field) ? (errors[field] ?? []) : []), issue.message]
  }
  throw new ApiError(422, { errors })
}
