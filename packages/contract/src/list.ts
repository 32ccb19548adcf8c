/** Envelope of every REST list. */
export interface ListBody<Item> {
  current_page: number
  data: Item[]
  last_page: number
  /** Default 50, at most 200. */
  per_page: number
  total: number
}
