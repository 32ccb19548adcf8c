import {
  headerValue,
  headerValues,
  parseNameAddr,
  parseUri,
  type NameAddr,
  type SipRequest,
} from '@zorio/sip'

/** What a REGISTER asks for (RFC 3261 10.2), read and checked; or the status that refuses it. */
export type RegisterRequest =
  | { readonly refuse: number }
  | {
      readonly refuse?: undefined
      /** User part of To. */
      readonly extension: string
      readonly contacts: readonly ContactRequest[]
      /** `Contact: *` with `Expires: 0`. */
      readonly removeAll: boolean
      readonly supportsOutbound: boolean
      readonly supportsGruu: boolean
    }

export interface ContactRequest {
  readonly uri: string
  readonly key: string
  readonly instance?: string | undefined
  readonly hasRegId: boolean
  readonly expiresSeconds: number
}

const DEFAULT_EXPIRES_SECONDS = 300

export function readRegister(request: SipRequest, domain: string): RegisterRequest {
  const to = parseNameAddr(headerValue(request, 'To') ?? '')
  const from = parseNameAddr(headerValue(request, 'From') ?? '')
  const user = userAt(to, domain)
  // Third-party registration (RFC 3261 10.2) has no use here and would only invite spoofing.
  if (to === undefined || user === undefined || userAt(from, domain) !== user) return { refuse: 403 }
  const values = headerValues(request, 'Contact')
  const removeAll = values.length === 1 && values[0]?.trim() === '*'
  const expires = readSeconds(headerValue(request, 'Expires'))
  if (removeAll && expires !== 0) return { refuse: 400 }
  const contacts = removeAll ? [] : values.map((value) => readContact(value, expires))
  if (contacts.includes(undefined)) return { refuse: 400 }
  const supported = headerValues(request, 'Supported').join(',').toLowerCase()
  return {
    extension: user,
    contacts: contacts.filter((contact) => contact !== undefined),
    removeAll,
    supportsOutbound: supported.includes('outbound'),
    supportsGruu: supported.includes('gruu'),
  }
}

/** The user part, where the address is of our domain. */
export function userAt(address: Pick<NameAddr, 'uri'> | undefined, domain: string): string | undefined {
  const uri = address === undefined ? undefined : parseUri(address.uri)
  return uri !== undefined && uri.host.toLowerCase() === domain.toLowerCase() ? uri.user : undefined
}

function readContact(value: string, defaultExpires: number | undefined): ContactRequest | undefined {
  const contact = parseNameAddr(value)
  if (contact === undefined) return undefined
  const named = contact.params.get('+sip.instance')?.replace(/^"?<?|>?"?$/g, '')
  // Each phone of the extension is told of it. What is no URN (RFC 5626 4.1) could break the answers to the others.
  const instance = named !== undefined && /^[\w.:%-]{1,255}$/.test(named) ? named : undefined
  const regId = contact.params.get('reg-id')
  const expires = readSeconds(contact.params.get('expires')) ?? defaultExpires ?? DEFAULT_EXPIRES_SECONDS
  return {
    uri: contact.uri,
    key: instance === undefined ? contact.uri : `${instance};${regId ?? ''}`,
    instance,
    hasRegId: regId !== undefined,
    expiresSeconds: expires,
  }
}

function readSeconds(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,9}$/.test(text.trim()) ? Number(text) : undefined
}
