/** Body of every REST error; `errors` with 422. */
export interface ApiErrorBody {
  message: string
  /** Where a program has to tell refusals of one status apart. */
  code?: string
  errors?: Record<string, string[]>
}
