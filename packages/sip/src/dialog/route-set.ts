import { headerValues } from '../message/headers.ts'
import type { HeaderField, SipMessage } from '../message/message.ts'
import { parseNameAddr } from '../message/name-addr.ts'

/** RFC 3261 12.1.1 and 12.1.2: the callee keeps the order of Record-Route, the caller turns it round. */
export function routeSetFrom(message: SipMessage, role: 'uac' | 'uas'): readonly string[] {
  const routes = headerValues(message, 'Record-Route')
  return role === 'uac' ? routes.reverse() : routes
}

/** RFC 3261 12.2.1.1: Request-URI and Route headers; a first route without `lr` is a strict router. */
export function routed(
  target: string,
  routeSet: readonly string[],
): { readonly uri: string; readonly headers: readonly HeaderField[] } {
  const address = parseNameAddr(routeSet[0] ?? '')
  const first = address?.uri
  // Without `<>` the `lr` of a sloppy proxy reads as a parameter of the header (RFC 3261 20.10); it means the URI's all the same.
  // Looked for behind the user part, which may hold a `;lr` of its own.
  const isStrict =
    first !== undefined &&
    !/;lr(?![^;=?])/i.test(first.slice(first.lastIndexOf('@') + 1)) &&
    !address?.params.has('lr')
  const routes = isStrict ? [...routeSet.slice(1), `<${target}>`] : routeSet
  return { uri: isStrict ? first : target, headers: routes.map((value) => ({ name: 'Route', value })) }
}
