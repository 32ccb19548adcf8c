import type { HeaderField } from '../message/message.ts'
import type { UserAgentConfig } from './user-agent-port.ts'
import { field } from './read.ts'

/** Methods we serve inside a dialog, or send. */
export const ALLOW = 'INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, UPDATE, REFER, NOTIFY, PRACK'
/** `100rel` stands only on requests: we acknowledge reliable provisional responses but send none. */
export const SUPPORTED = 'replaces, timer, norefersub, gruu, outbound, path'

/** User, and host without port, of a SIP URI. */
const AOR = /^sips?:(?:([^@:]*)[^@]*@)?(\[[^\]]*\]|[^:;?]*)/i
export const hostOf = (uri: string): string | undefined => AOR.exec(uri)?.[2]

/** Who this agent says it is. */
export interface Identity {
  /** `SIP/2.0/WSS host`. */
  readonly via: string
  /** Random token for tags, branches and nonces: 52 bits. */
  readonly token: () => string
  readonly newBranch: () => string
  /** URI of our Contact outside a GRUU. */
  readonly contactUri: string
  /** Contact value for dialogs: the public GRUU once the registrar gave one (RFC 5627 4.4). */
  contact(): string
  setGruu(gruu: string | undefined): void
  /** Address of record as name-addr, without a tag. */
  readonly aor: { readonly uri: string; readonly displayName: string | undefined }
  readonly allow: HeaderField
  readonly product: HeaderField
  /** What a peer may want to know of us: `allow`, Supported, `product`. */
  readonly abilities: readonly HeaderField[]
  readonly isServer: boolean
}

export function createIdentity(config: UserAgentConfig): Identity {
  const token = (): string => Math.floor(config.random() * 2 ** 52).toString(36)
  const host = config.host ?? `${token()}.invalid`
  const isServer = config.foreignRequests === 'surface'
  const user = AOR.exec(config.account?.uri ?? '')?.[1]
  // RFC 7118 5: `ws` in URIs, whether TLS is below or not.
  const contactUri = `sip:${user === undefined ? '' : `${user}@`}${host};transport=ws`
  let gruu: string | undefined
  const allow = field('Allow', ALLOW)
  const product = field(isServer ? 'Server' : 'User-Agent', config.product)
  return {
    via: `SIP/2.0/${config.transport ?? 'WSS'} ${host}`,
    token,
    newBranch: () => `z9hG4bK${token()}${token()}`,
    contactUri,
    contact: () => `<${gruu ?? contactUri}>`,
    setGruu: (next) => {
      gruu = next
    },
    aor: { uri: config.account?.uri ?? `sip:${host}`, displayName: config.account?.displayName },
    allow,
    product,
    abilities: [allow, field('Supported', SUPPORTED), product],
    isServer,
  }
}
