/**
 * Where webhooks may go. An account chooses the URL, our server makes the request: without this guard it could be made to
 * ask machines that only it can reach (server-side request forgery).
 */
import { lookup } from 'node:dns'
import { BlockList, isIP } from 'node:net'
import type { LookupFunction } from 'node:net'

export interface AddressRule {
  /** Demo on one machine: receivers on 127.0.0.1 and ::1. */
  readonly allowLoopback: boolean
}

const forbidden = new BlockList()
const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8)
loopback.addAddress('::1', 'ipv6')

// IANA special-purpose registries (RFC 6890): nothing in them is a receiver on the internet.
const ipv4Ranges: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
]
const ipv6Ranges: readonly (readonly [string, number])[] = [
  ['::', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
]
for (const [net, prefix] of ipv4Ranges) forbidden.addSubnet(net, prefix, 'ipv4')
for (const [net, prefix] of ipv6Ranges) forbidden.addSubnet(net, prefix, 'ipv6')

export function isAllowedAddress(address: string, rule: AddressRule): boolean {
  const version = isIP(address)
  if (version === 0) return false
  // ::ffff:a.b.c.d reaches a.b.c.d; BlockList compares such addresses with the IPv4 rules.
  const family = version === 6 ? 'ipv6' : 'ipv4'
  if (rule.allowLoopback && loopback.check(address, family)) return true
  return !forbidden.check(address, family)
}

/** Why a URL is no receiver, for the person who entered it; undefined for a good one. Names are checked when connecting. */
export function problemOfUrl(text: string, rule: AddressRule): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !/^https?:$/.test(url.protocol)) return 'Must be an http or https URL.'
  if (url.username !== '' || url.password !== '') return 'Must hold no user name and no password.'
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const isLocalName = host === 'localhost' || host.endsWith('.localhost')
  if (isLocalName ? !rule.allowLoopback : isIP(host) !== 0 && !isAllowedAddress(host, rule))
    return 'Must be reachable from the internet.'
  return undefined
}

/** Resolves a name for the very connection that is made, so that a name cannot change between check and use. */
export function guardedLookup(rule: AddressRule, resolve: typeof lookup = lookup): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, found) => {
      if (error) return callback(error, '', 0)
      const allowed = found.filter(({ address }) => isAllowedAddress(address, rule))
      const [first] = allowed
      if (!first) return callback(new Error('the address is not allowed'), '', 0)
      return options.all ? callback(null, allowed) : callback(null, first.address, first.family)
    })
  }
}
