/** Body of every REST error; `errors` with 422. */
export interface ApiErrorBody {
  message: string
  errors?: Record<string, string[]>
}
