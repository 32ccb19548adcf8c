import { headerValue, parseNameAddr, parseUri, type SipRequest } from '@zorio/sip'

/** Extensions whose registrations are turned away for a while, as if their network were down. */
export interface Cuts {
  refuse(extension: string, until: number): void
  isRefused(request: SipRequest, now: number): boolean
}

export function createCuts(): Cuts {
  const untilOf = new Map<string, number>()
  return {
    refuse(extension, until) {
      untilOf.set(extension, until)
    },
    isRefused(request, now) {
      const extension = parseUri(parseNameAddr(headerValue(request, 'To') ?? '')?.uri ?? '')?.user
      if (extension === undefined) return false
      const isRefused = (untilOf.get(extension) ?? 0) > now
      if (!isRefused) untilOf.delete(extension)
      return isRefused
    },
  }
}
