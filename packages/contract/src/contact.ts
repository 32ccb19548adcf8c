/** `contact` of `incoming_call`, and `GET /api/contacts/lookup?number=…` inside `{"data": …}`; `data` is null for an unknown number (200). */
export interface ContactBody {
  id: number
  full_name: string
  phones?: string[]
  customer_id?: number
  lead_id?: number
}
