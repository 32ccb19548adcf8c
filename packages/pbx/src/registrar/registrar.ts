import type { HeaderField, SipRequest } from '@zorio/sip'
import type { PbxOptions } from '../pbx-port.ts'
import { createBindings, type Binding } from './bindings.ts'
import { createAuthenticator, type SipReply } from './authenticator.ts'
import { readRegister, type ContactRequest } from './register-request.ts'

/** REGISTER (RFC 3261 10.3), many contacts an extension, RFC 5626 flows and RFC 5627 public GRUUs. */
export interface Registrar {
  /** The answer to a REGISTER. */
  register(request: SipRequest, flow: string): SipReply
  /** Who may call from this flow: its registered extensions. */
  extensionsOn(flow: string): readonly string[]
  /** For an INVITE from a flow without registration: who its Proxy-Authorization proves, or a challenge. */
  identify(request: SipRequest, flow: string): { readonly extension: string } | SipReply
  /** A challenge for a REGISTER that was not sent yet. */
  firstChallenge(): string
  contactsOf(extension: string): readonly Binding[]
  all(): readonly { extension: string; contacts: number }[]
  /** The socket is gone: its contacts can no longer be reached (RFC 5626 5.3). Returns them. */
  dropFlow(flow: string): readonly Binding[]
  close(): void
}

export interface RegistrarOptions {
  readonly pbx: PbxOptions
  readonly now: () => number
  /** A phone registered, perhaps from another flow than before. */
  readonly onBound: (binding: Binding) => void
  /** Too many wrong passwords on one flow. */
  readonly onAbuse: (flow: string) => void
}

const MIN_EXPIRES_SECONDS = 30
const MAX_EXPIRES_SECONDS = 3600

export function createRegistrar(options: RegistrarOptions): Registrar {
  const { pbx, now } = options
  const bindings = createBindings()
  const { authenticate, firstChallenge, forget } = createAuthenticator(options)

  const tellRegistration = (extension: string, state: 'registered' | 'unregistered' | 'expired') => {
    pbx.log?.('info', 'registration', { extension, state })
    pbx.onRegistration?.({ extension, state })
  }
  const remove = (matches: (binding: Binding) => boolean, state: 'unregistered' | 'expired') => {
    const removed = bindings.removeWhere(matches)
    for (const extension of new Set(removed.map((binding) => binding.extension))) {
      if (bindings.of(extension).length === 0) tellRegistration(extension, state)
    }
    return removed
  }
  const sweep = setInterval(() => {
    remove((binding) => binding.expiresAt <= now(), 'expired')
  }, 1000)
  sweep.unref()

  const bind = (extension: string, contact: ContactRequest, where: { flow: string; withGruu: boolean }) => {
    const seconds = Math.min(contact.expiresSeconds, MAX_EXPIRES_SECONDS)
    const hasGruu = where.withGruu && contact.instance !== undefined
    const binding: Binding = {
      extension,
      key: contact.key,
      contactUri: contact.uri,
      flow: where.flow,
      pubGruu: hasGruu ? `sip:${extension}@${pbx.domain};gr=${contact.instance}` : undefined,
      expiresAt: now() + seconds * 1000,
    }
    const replaced = bindings.put(binding)
    options.onBound(binding)
    if (replaced === undefined) tellRegistration(extension, 'registered')
  }
  const change = (extension: string, contact: ContactRequest, where: { flow: string; withGruu: boolean }) => {
    if (contact.expiresSeconds > 0) bind(extension, contact, where)
    else remove((known) => known.extension === extension && known.key === contact.key, 'unregistered')
  }

  return {
    register(request, flow) {
      const who = authenticate(request, flow, false)
      if (!('extension' in who)) return who
      const wanted = readRegister(request, pbx.domain)
      if (wanted.refuse !== undefined) return { status: wanted.refuse }
      const { extension } = wanted
      if (extension !== who.extension) return { status: 403 }
      if (wanted.contacts.some(isTooBrief)) {
        return { status: 423, headers: [{ name: 'Min-Expires', value: String(MIN_EXPIRES_SECONDS) }] }
      }
      if (wanted.removeAll) remove((binding) => binding.extension === extension, 'unregistered')
      for (const contact of wanted.contacts) {
        change(extension, contact, { flow, withGruu: wanted.supportsGruu })
      }
      const isOutbound = wanted.supportsOutbound && wanted.contacts.some((contact) => contact.hasRegId)
      return { status: 200, headers: grantHeaders(bindings.of(extension), now(), isOutbound) }
    },
    extensionsOn: (flow) => bindings.onFlow(flow).map((binding) => binding.extension),
    identify: (request, flow) => authenticate(request, flow, true),
    firstChallenge,
    contactsOf: (extension) => bindings.of(extension),
    all: () => bindings.all(),
    dropFlow(flow) {
      forget(flow)
      return remove((binding) => binding.flow === flow, 'expired')
    },
    close() {
      clearInterval(sweep)
    },
  }
}

function isTooBrief({ expiresSeconds }: ContactRequest): boolean {
  return expiresSeconds > 0 && expiresSeconds < MIN_EXPIRES_SECONDS
}

function grantHeaders(contacts: readonly Binding[], now: number, isOutbound: boolean): HeaderField[] {
  const headers = contacts.map(({ contactUri, expiresAt, pubGruu, key }) => {
    const instance = pubGruu === undefined ? '' : `;+sip.instance="<${key.split(';')[0] ?? ''}>"`
    const gruu = pubGruu === undefined ? '' : `;pub-gruu="${pubGruu}"`
    const expires = Math.max(0, Math.round((expiresAt - now) / 1000))
    return { name: 'Contact', value: `<${contactUri}>;expires=${String(expires)}${instance}${gruu}` }
  })
  // RFC 5626 6: tells the phone that its flow is remembered.
  return isOutbound ? [...headers, { name: 'Require', value: 'outbound' }] : headers
}
