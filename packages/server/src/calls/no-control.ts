import { ApiError } from '../http/api-error.ts'

export const noControl = (): ApiError =>
  new ApiError(503, { message: 'Calls cannot be controlled with this engine.' })
