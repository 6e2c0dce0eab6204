/**
 * Which node of a Redis Cluster a channel belongs to: its slot, and who holds the slot.
 *
 * Redis Cluster specification, "Key distribution model": slot = CRC16(name) mod 16384, the CRC being the XMODEM variant
 * (polynomial 0x1021, start 0, nothing reflected). Our channel names have no `{hash tag}`, so the whole name counts.
 */
export const SLOTS = 16_384

export function slotOf(channel: string): number {
  let crc = 0
  for (const byte of new TextEncoder().encode(channel)) {
    crc ^= byte << 8
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1
    crc &= 0xffff
  }
  return crc % SLOTS
}

export interface ClusterNode {
  /** A name or address without brackets; empty when it is the host that was asked. */
  readonly host: string
  readonly port: number
}

export interface SlotRange {
  readonly first: number
  readonly last: number
  readonly primary: ClusterNode
}

/** Reads the answer of `CLUSTER SLOTS`; undefined when it is none. */
export function parseClusterSlots(answer: unknown): readonly SlotRange[] | undefined {
  if (!Array.isArray(answer)) return undefined
  const ranges: SlotRange[] = []
  for (const entry of answer as readonly unknown[]) {
    if (!Array.isArray(entry)) return undefined
    const [first, last, primary] = entry as readonly unknown[]
    if (!isSlot(first) || !isSlot(last) || !Array.isArray(primary)) return undefined
    const [host, port] = primary as readonly unknown[]
    if (typeof port !== 'number') return undefined
    // Null or '?': a node that does not know its own name, to be reached where it was asked.
    ranges.push({ first, last, primary: { host: typeof host === 'string' && host !== '?' ? host : '', port } })
  }
  return ranges
}

const isSlot = (raw: unknown): raw is number => typeof raw === 'number' && raw >= 0 && raw < SLOTS

export const ownerOf = (slot: number, ranges: readonly SlotRange[]): ClusterNode | undefined =>
  ranges.find((range) => range.first <= slot && slot <= range.last)?.primary
