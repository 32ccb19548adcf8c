/** The OpenAPI 3.1 document, made from the table of operations. */
import { z } from 'zod'
import type { Operation } from './operations.ts'

const refusalTexts: Readonly<Record<number, string>> = {
  401: 'No token, or one that is not good',
  403: 'The token has not the scope',
  404: 'Not there, or of another account',
  409: 'Not possible as things stand',
  422: 'Fields that are wrong; see `errors`',
  429: 'Too many requests; see `Retry-After`',
  503: 'Not possible with this engine',
}

const errorSchema = {
  type: 'object',
  required: ['message'],
  properties: {
    message: { type: 'string' },
    code: { type: 'string' },
    errors: { type: 'object', additionalProperties: { type: 'array', items: { type: 'string' } } },
  },
}

export function openApiDocument(operations: readonly Operation[]): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const operation of operations)
    paths[operation.path] = { ...paths[operation.path], [operation.method]: describe(operation) }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Zorio Webphone API',
      version: '1',
      description: 'Times are ISO 8601 with offset. 0987654321 and 84987654321 are the same number.',
    },
    paths,
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: '`ID|RANDOM` of the login' },
      },
      schemas: { Error: errorSchema },
    },
  }
}

function describe(operation: Operation): Record<string, unknown> {
  const { scope, summary, body, path, method } = operation
  const names = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1])
  const parameters = [
    ...names.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } })),
    ...queryParameters(operation.query),
  ]
  return {
    summary,
    operationId: `${method}${path.replace(/[^a-z]+(.)?/gi, (_, letter: string = '') => letter.toUpperCase())}`,
    tags: [path.split('/')[2]],
    ...(scope !== 'none' && { security: [{ bearer: scope === 'any' ? [] : [scope] }] }),
    ...(parameters.length > 0 && { parameters }),
    ...(body && { requestBody: { content: jsonOf(schemaOf(body, 'input')) } }),
    responses: responsesOf(operation),
  }
}

function queryParameters(query: z.ZodType | undefined): unknown[] {
  if (!query) return []
  const { properties = {}, required = [] } = schemaOf(query, 'input')
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }))
}

function responsesOf({ scope, success, refusals = [], body, query }: Operation): Record<string, unknown> {
  const { status, schema } = success
  const refused = [
    ...(scope === 'any' ? [401] : scope === 'none' ? [401] : [401, 403]),
    ...refusals,
    ...(body || query ? [422] : []),
    429,
  ]
  const error = { $ref: '#/components/schemas/Error' }
  return {
    [status]: { description: 'Done', ...(schema && { content: jsonOf(schemaOf(schema, 'output')) }) },
    ...Object.fromEntries(
      refused.map((code) => [code, { description: refusalTexts[code], content: jsonOf(error) }]),
    ),
  }
}

const jsonOf = (schema: unknown) => ({ 'application/json': { schema } })

/** Refinements that JSON Schema cannot say (an origin is an origin) are left out. */
function schemaOf(schema: z.ZodType, io: 'input' | 'output') {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' })
  return rest
}
