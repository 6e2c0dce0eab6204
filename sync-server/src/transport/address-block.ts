/**
 * Whom an address stands for when connections are counted. One IPv6 subscriber has a whole /64 network, and can come
 * from another address of it each time; an IPv4 address written as IPv6 is that IPv4 address.
 */
import { isIPv6 } from 'node:net'

/** The IPv4 address, the IPv6 network as `2001:db8:1:2::/64`, or what was given when it is neither. */
export function addressBlock(address: string): string {
  const [plain = address] = address.split('%', 1)
  if (!isIPv6(plain)) return plain
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(plain)?.[1]
  if (mapped !== undefined) return mapped
  const groups = groupsOf(plain)
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = groups
  // The same, spelled in hex.
  if (groups.slice(0, 5).every((group) => group === 0) && f === 0xffff) {
    return [g >> 8, g & 0xff, h >> 8, h & 0xff].join('.')
  }
  // The machine itself is no network of strangers.
  if ([a, b, c, d, e, f, g].every((group) => group === 0) && h === 1) return '::1'
  return `${[a, b, c, d].map((group) => group.toString(16)).join(':')}::/64`
}

/** Its eight groups as numbers. */
function groupsOf(address: string): number[] {
  // The URL parser writes the last 32 bits in hex where they stand as an IPv4 address.
  const spelled = new URL(`http://[${address}]`).hostname.slice(1, -1)
  const [before = '', after] = spelled.split('::')
  const left = before === '' ? [] : before.split(':')
  const right = after === undefined || after === '' ? [] : after.split(':')
  const gap = after === undefined ? [] : Array.from({ length: 8 - left.length - right.length }, () => '0')
  return [...left, ...gap, ...right].map((group) => Number.parseInt(group, 16))
}
