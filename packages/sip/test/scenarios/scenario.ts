/** One row of the scenario table: what happens, and what a phone must do. */
export interface Scenario {
  readonly name: string
  readonly run: () => void
}

export function scenario(name: string, run: () => void): Scenario {
  return { name, run }
}
