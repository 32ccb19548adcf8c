/** Who asks, where proxies of ours stand before the server: they say so in `X-Forwarded-For`, and so can everybody else. */
import { BlockList, isIP } from 'node:net'

/** The address of a client, from that of the TCP connection and the header; undefined only where there is no connection. */
export type ReadAddress = (peer: string | undefined, forwardedFor: string | undefined) => string | undefined

/** `10.0.0.7`, `10.0.0.0/8`, `::1`, `fd00::/8` */
export function isNetwork(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/')
  const family = isIP(address)
  if (family === 0 || rest.length > 0) return false
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128))
}

/**
 * Each proxy adds the address that it was asked from at the right. So the list is read from there, for as long as the one who says it
 * is one of `proxies`; what stands further left anybody may have made up.
 */
export function createReadAddress(proxies: readonly string[]): ReadAddress {
  const trusted = new BlockList()
  for (const network of proxies) {
    const [address = '', bits] = network.split('/')
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
    if (bits === undefined) trusted.addAddress(address, family)
    else trusted.addSubnet(address, Number(bits), family)
  }
  const isTrusted = (address: string) => trusted.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')

  return (peer, forwardedFor) => {
    let address = peer && plain(peer)
    const said = (forwardedFor ?? '').split(',').map((one) => plain(one.trim()))
    while (address !== undefined && isIP(address) !== 0 && isTrusted(address)) {
      const next = said.pop()
      if (next === undefined || isIP(next) === 0) break
      address = next
    }
    return address
  }
}

/** IPv4 as such, where a socket of both families calls it `::ffff:10.0.0.1`. */
const plain = (address: string) => address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '')
