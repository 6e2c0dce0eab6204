/**
 * Sharded Pub/Sub over the nodes of a Redis Cluster: a link to each node that holds slots, and each channel on the node
 * that holds its slot.
 *
 * The map of slots is read from any node that answers, else from the address in the configuration. It is read again
 * when a node says that a channel moved, when a link breaks, and at an interval. What a stale map costs is lost
 * messages, which the rooms make up for.
 */
import { backOffMs } from './back-off.ts'
import { reasonOf } from './backplane-log.ts'
import type { Carrier, CarrierOptions } from './carrier.ts'
import { type ClusterNode, ownerOf, parseClusterSlots, SLOTS, type SlotRange, slotOf } from './cluster-slots.ts'
import { connectRedis } from './redis-connections.ts'
import { createRedisLink, type RedisLink } from './redis-link.ts'

interface Channel {
  readonly slot: number
  /** Where it is subscribed, or will be when that node is up. */
  link: RedisLink | undefined
  holds: boolean
}

export function createClusterLinks(options: CarrierOptions): Carrier {
  const seed = new URL(options.url)
  const links = new Map<string, RedisLink>()
  const channels = new Map<string, Channel>()
  const closing = new AbortController()
  let ranges: readonly SlotRange[] = []
  let timer: NodeJS.Timeout | undefined
  let reading: Promise<void> | undefined
  /** Why the next reading comes, and how many in a row came because of trouble. */
  let next: 'in time' | 'soon' = 'in time'
  let troubles = 0
  let up = false

  const urlOf = (node: ClusterNode): string => {
    const url = new URL(options.url)
    const host = node.host || seed.hostname
    url.hostname = host.includes(':') && !host.startsWith('[') ? `[${host}]` : host
    url.port = String(node.port)
    // A cluster has one database, and its nodes refuse SELECT.
    url.pathname = ''
    return url.href
  }
  const linkOf = (slot: number): RedisLink | undefined => {
    const node = ownerOf(slot, ranges)
    return node && links.get(urlOf(node))
  }

  const reportState = (attemptFailed: boolean) => {
    const covered = ranges.reduce((sum, range) => sum + range.last - range.first + 1, 0)
    const nowUp = covered === SLOTS && links.size > 0 && [...links.values()].every((link) => link.state === 'up')
    const changed = nowUp !== up
    up = nowUp
    if (changed || (attemptFailed && !up)) options.state(up ? 'up' : 'down')
  }

  const addLink = (url: string) => {
    const link = createRedisLink({
      ...options,
      url,
      kind: 'sharded',
      name: new URL(url).host,
      accept: () => true,
      moved: readSoon,
      subscribed: (name) => {
        const channel = channels.get(name)
        if (channel?.link !== link) return
        channel.holds = true
        troubles = 0
        options.subscribed(name)
      },
      unsubscribed: (name) => {
        const channel = channels.get(name)
        if (channel?.link === link) release(name, channel)
      },
      state: (state) => {
        if (links.get(url) !== link) return
        if (state === 'down') readSoon()
        reportState(state === 'down')
      },
    })
    links.set(url, link)
  }

  const release = (name: string, channel: Channel) => {
    if (!channel.holds) return
    channel.holds = false
    options.unsubscribed(name)
  }

  const place = (name: string, channel: Channel) => {
    const link = linkOf(channel.slot)
    if (channel.link === link && channel.holds) return
    if (channel.link !== link) channel.link?.unsubscribe(name)
    release(name, channel)
    channel.link = link
    link?.subscribe(name)
  }

  const adopt = (read: readonly SlotRange[]) => {
    ranges = read
    const urls = new Set(read.map((range) => urlOf(range.primary)))
    for (const [url, link] of links) {
      if (urls.has(url)) continue
      links.delete(url)
      void link.close()
    }
    for (const url of urls) if (!links.has(url)) addLink(url)
    for (const [name, channel] of channels) place(name, channel)
    reportState(false)
  }

  /**
   * Something shows that the map is stale or the cluster in trouble. A thousand channels that moved ask once, and a
   * trouble that lasts is asked about more and more rarely.
   */
  function readSoon(): void {
    if (next === 'soon') return
    next = 'soon'
    troubles += 1
    if (!reading) schedule(backOffMs(options.backOff, troubles, Math.random()))
  }
  function schedule(delayMs: number): void {
    clearTimeout(timer)
    if (closing.signal.aborted) return
    timer = setTimeout(() => {
      if (next === 'in time') troubles = 0
      next = 'in time'
      reading = read().finally(() => {
        reading = undefined
        schedule(next === 'soon' ? backOffMs(options.backOff, troubles, Math.random()) : options.slotsEveryMs)
      })
    }, delayMs)
  }
  async function read(): Promise<void> {
    try {
      const answer = parseClusterSlots(await askForSlots())
      if (closing.signal.aborted) return
      if (!answer) throw new Error('CLUSTER SLOTS: not understood')
      adopt(answer)
    } catch (error) {
      if (closing.signal.aborted) return
      options.log('warn', 'backplane-slots-unread', { reason: reasonOf(error), troubles })
      readSoon()
      reportState(true)
    }
  }
  async function askForSlots(): Promise<unknown> {
    for (const link of links.values()) if (link.state === 'up') return link.clusterSlots()
    const connections = await connectRedis(
      { ...options, message: () => {}, moved: () => {}, broken: () => {} },
      closing.signal,
    )
    try {
      return await connections.publisher.cluster('SLOTS')
    } finally {
      await connections.close()
    }
  }

  schedule(0)
  return {
    subscribe: (name) => {
      const channel: Channel = { slot: slotOf(name), link: undefined, holds: false }
      channels.set(name, channel)
      place(name, channel)
    },
    unsubscribe: (name) => {
      channels.get(name)?.link?.unsubscribe(name)
      channels.delete(name)
    },
    publish: (name, bytes) => {
      const link = linkOf(slotOf(name))
      if (link) link.publish(name, bytes)
      else options.lost()
    },
    close: async () => {
      closing.abort()
      clearTimeout(timer)
      await Promise.all([reading, ...[...links.values()].map((link) => link.close())])
    },
  }
}
