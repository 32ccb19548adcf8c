/** The database as the stores need it. Asynchronous although libsql is not, so that PostgreSQL fits behind it. */
export type SqlValue = string | number | null

export interface Database {
  /** How a table declares a primary key that the database counts up by itself. */
  readonly idColumn: string
  /** Rows of a SELECT (or of `… RETURNING`). `Row` states the columns that the SQL beside the call names. */
  all<Row>(sql: string, params?: readonly SqlValue[]): Promise<Row[]>
  get<Row>(sql: string, params?: readonly SqlValue[]): Promise<Row | undefined>
  /** Returns the number of changed rows. */
  run(sql: string, params?: readonly SqlValue[]): Promise<number>
  /** Several statements without parameters, all or nothing. */
  exec(script: string): Promise<void>
  close(): Promise<void>
}
