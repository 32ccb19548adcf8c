/** RFC 3261 20.16. */
export interface CSeq {
  /** 0 to 2^31-1. */
  readonly number: number
  readonly method: string
}

export function parseCSeq(text: string): CSeq | undefined {
  const found = /^0*(\d{1,10})[ \t]+([\w\-.!%*+`'~]+)$/.exec(text)
  if (!found) return undefined
  const [, digits = '', method = ''] = found
  const number = Number(digits)
  // RFC 3261 8.1.1.5: less than 2^31.
  return number < 2 ** 31 ? { number, method } : undefined
}

export function formatCSeq({ number, method }: CSeq): string {
  return `${number} ${method}`
}
