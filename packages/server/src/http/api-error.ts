/** Every refusal of the REST API, thrown by routes and turned into a body at one place (`app.ts`). */
import type { ApiErrorBody } from '@zorio/contract'

export type ApiErrorStatus = 400 | 401 | 403 | 404 | 409 | 413 | 422 | 429 | 500 | 503

const messages: Record<ApiErrorStatus, string> = {
  400: 'Malformed request body.',
  401: 'Unauthenticated.',
  403: 'This action is unauthorized.',
  404: 'Resource not found.',
  409: 'Conflict.',
  413: 'Request body too large.',
  422: 'The given data was invalid.',
  429: 'Too many requests.',
  500: 'Server error.',
  503: 'Service unavailable.',
}

export class ApiError extends Error {
  readonly status: ApiErrorStatus
  readonly errors: Record<string, string[]> | undefined
  readonly code: string | undefined

  constructor(
    status: ApiErrorStatus,
    options: { message?: string; errors?: Record<string, string[]>; code?: string } = {},
  ) {
    super(options.message ?? messages[status])
    this.status = status
    this.errors = options.errors
    this.code = options.code
  }

  body(): ApiErrorBody {
    const { message, errors, code } = this
    return { message, ...(code !== undefined && { code }), ...(errors && { errors }) }
  }
}
