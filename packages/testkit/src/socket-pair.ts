/**
 * Two ends of a message connection in memory. Nothing moves until the test says so: what an end sends waits in one
 * queue, in the order of sending, and is delivered message by message with `flush` or out of turn with `deliver`.
 *
 * The connection can be cut (both ends hear of it, or one), and half-open: bytes go in, nothing comes out, nobody is
 * told, as when a cable is pulled. `drop` and `duplicate` are for links that promise as little as a backplane does.
 */
export type Side = 'left' | 'right'

export interface MessageListener {
  message(bytes: Uint8Array): void
  /** The connection is over: the other end closed it with this code, or it broke (1006). Comes once. */
  close(code: number, reason: string): void
}

export interface PairedSocket {
  /** Messages that arrive before there is a listener are an error of the test. */
  listen(listener: MessageListener): void
  /** Queues a copy. Ignored once this end has closed or heard of the end. */
  send(bytes: Uint8Array): void
  /** Ends the connection after what was sent before; both ends hear `close` when it is delivered. */
  close(code: number, reason?: string): void
  readonly open: boolean
  /** Bytes this end has sent that were not delivered yet. */
  readonly bufferedBytes: number
}

export interface WaitingMessage {
  readonly to: Side
  readonly bytes: Uint8Array
}

export interface SocketPair {
  readonly left: PairedSocket
  readonly right: PairedSocket
  /** What is under way, oldest first. The indexes are those of `deliver`, `drop` and `duplicate`. */
  readonly waiting: readonly WaitingMessage[]
  /** Delivers the oldest `count`; without a count until nothing waits, answers to answers included. Answers how many. */
  flush(count?: number): number
  /** Delivers this one before its turn. */
  deliver(index: number): void
  drop(index: number): void
  /** Queues a second copy at the end. */
  duplicate(index: number): void
  /** The connection breaks: what was under way is lost, and whoever is named hears close code 1006. */
  cut(heardBy?: Side | 'both'): void
  /** From now on what is sent is swallowed, and what was under way is lost. Nobody is told. */
  halfOpen(): void
}

type Item =
  | { readonly kind: 'message'; readonly to: Side; readonly bytes: Uint8Array }
  | { readonly kind: 'close'; readonly to: Side; readonly code: number; readonly reason: string }

/** More deliveries than this in one `flush` is two ends answering each other for ever. */
const MAX_FLUSH = 1_000_000

const other = (side: Side): Side => (side === 'left' ? 'right' : 'left')

export function createSocketPair(): SocketPair {
  let items: Item[] = []
  let swallowing = false
  const listeners: Partial<Record<Side, MessageListener>> = {}
  /** An end is `closing` from its own `close` until that is delivered. */
  const states: Record<Side, 'open' | 'closing' | 'closed'> = { left: 'open', right: 'open' }

  const queue = (item: Item) => {
    if (!swallowing) items.push(item)
  }
  const end = (side: Side, code: number, reason: string) => {
    if (states[side] === 'closed') return
    states[side] = 'closed'
    listeners[side]?.close(code, reason)
  }
  const deliverItem = (item: Item) => {
    if (item.kind === 'close') {
      // What the other end sent meanwhile reaches nobody.
      items = []
      end(item.to, item.code, item.reason)
      end(other(item.to), item.code, item.reason)
      return
    }
    // An end that has closed reads no more, as a socket whose close is under way.
    if (states[item.to] !== 'open') return
    const listener = listeners[item.to]
    if (!listener) throw new Error(`a message for ${item.to}, which does not listen`)
    listener.message(item.bytes)
  }
  const take = (index: number): Item => {
    const [item] = items.splice(index, 1)
    if (!item) throw new RangeError(`no message ${index} among the ${items.length} waiting`)
    return item
  }

  const socket = (side: Side): PairedSocket => ({
    listen: (listener) => {
      listeners[side] = listener
    },
    send: (bytes) => {
      if (states[side] === 'open') queue({ kind: 'message', to: other(side), bytes: bytes.slice() })
    },
    close: (code, reason = '') => {
      if (states[side] !== 'open') return
      states[side] = 'closing'
      queue({ kind: 'close', to: other(side), code, reason })
    },
    get open() {
      return states[side] === 'open'
    },
    get bufferedBytes() {
      return items.reduce((sum, item) => (item.to === side || item.kind === 'close' ? sum : sum + item.bytes.length), 0)
    },
  })

  return {
    left: socket('left'),
    right: socket('right'),
    get waiting() {
      return items.map((item) => ({ to: item.to, bytes: item.kind === 'message' ? item.bytes : new Uint8Array() }))
    },
    flush: (count) => {
      let delivered = 0
      for (; items.length > 0 && (count === undefined || delivered < count); delivered += 1) {
        if (delivered === MAX_FLUSH) throw new Error(`still messages under way after ${MAX_FLUSH} deliveries`)
        deliverItem(take(0))
      }
      return delivered
    },
    deliver: (index) => deliverItem(take(index)),
    drop: (index) => {
      take(index)
    },
    duplicate: (index) => {
      const item = take(index)
      items.splice(index, 0, item)
      items.push(item)
    },
    cut: (heardBy = 'both') => {
      items = []
      swallowing = true
      for (const side of ['left', 'right'] as const) if (heardBy === 'both' || heardBy === side) end(side, 1006, '')
    },
    halfOpen: () => {
      items = []
      swallowing = true
    },
  }
}
