import { parseUri, type Output } from '@zorio/sip'
import type { SipReply } from '../registrar/authenticator.ts'
import { userAt } from '../registrar/register-request.ts'
import type { CallDesk } from './call-desk.ts'

export type IncomingCall = Extract<Output, { readonly type: 'incoming' }>

type Known = Pick<CallDesk, 'registrar' | 'options'>

/** The extension that calls, or why this INVITE is not taken: only a proven extension may call, and only as itself. */
export function identifyCaller({ registrar, options }: Known, call: IncomingCall): string | SipReply {
  const from = userAt(call.from, options.domain)
  const registered = registrar.extensionsOn(call.flow)
  if (from !== undefined && registered.includes(from)) return from
  if (registered.length > 0) return { status: 403 }
  const proven = registrar.identify(call.request, call.flow)
  if (!('extension' in proven)) return proven
  return proven.extension === from ? from : { status: 403 }
}

/** Undefined for another domain than ours. */
export function dialledNumber(
  { options }: Pick<CallDesk, 'options'>,
  call: IncomingCall,
): string | undefined {
  const uri = parseUri(call.request.uri)
  return uri?.host.toLowerCase() === options.domain.toLowerCase() ? uri.user : undefined
}
