/**
 * Whether the structs of several clients can be integrated in some order. Each client's are taken in turn until one
 * needs an id of another client that is not reached yet; it waits there, and goes on when that client has moved. Whoever
 * still waits in the end is part of a circle, which Yjs would keep pending for ever.
 *
 * That depends on the update alone: who wrote it had integrated each struct after what it builds on, so an honest one
 * has such an order from its first struct on, whatever of it is known already.
 */

interface Structs {
  /** Flat, a struct after the other: its end clock, how many numbers follow, and pairs of client and clock it needs. */
  readonly flat: number[]
  lastNeedsNothing: boolean
}

interface Queue {
  readonly structs: readonly number[]
  at: number
  reached: number
  /** Where the client's structs in the update end: what lies beyond is not the update's to bring. */
  readonly end: number
  waiting: Queue[]
}

export class Knot {
  readonly #structs = new Map<number, Structs>()

  /** The next struct of a client, in the order of the update. */
  add(client: number, end: number, needs: readonly number[]): void {
    let structs = this.#structs.get(client)
    if (!structs) {
      structs = { flat: [], lastNeedsNothing: false }
      this.#structs.set(client, structs)
    }
    const { flat } = structs
    const needsNothing = needs.length === 0
    // One that waits for nothing is taken together with such a one before it.
    if (needsNothing && structs.lastNeedsNothing) flat[flat.length - 2] = end
    else flat.push(end, needs.length, ...needs)
    structs.lastNeedsNothing = needsNothing
  }

  /** @param runs Where each client's structs begin and end. */
  holds(runs: readonly { readonly client: number; readonly start: number; readonly end: number }[]): boolean {
    if (this.#structs.size === 0) return false
    const queues = new Map<number, Queue>()
    for (const { client, start, end } of runs) {
      queues.set(client, { structs: this.#structs.get(client)?.flat ?? [], at: 0, reached: start, end, waiting: [] })
    }
    const ready = [...queues.values()]
    let open = ready.length
    for (let queue = ready.pop(); queue; queue = ready.pop()) {
      const before = queue.at
      const blocker = advance(queue, queues)
      if (blocker) blocker.waiting.push(queue)
      else open -= 1
      if (queue.at > before) {
        ready.push(...queue.waiting)
        queue.waiting = []
      }
    }
    return open > 0
  }
}

/** Takes structs as far as their needs are met; answers the queue that must move first, or undefined when all are taken. */
function advance(queue: Queue, queues: ReadonlyMap<number, Queue>): Queue | undefined {
  const { structs } = queue
  while (queue.at < structs.length) {
    const count = structs[queue.at + 1] ?? 0
    const end = queue.at + 2 + count
    for (let at = queue.at + 2; at < end; at += 2) {
      const other = queues.get(structs[at] ?? 0)
      const clock = structs[at + 1] ?? 0
      // An id that is not in the update is known, or the update is refused for that.
      if (other && clock >= other.reached && clock < other.end) return other
    }
    queue.reached = Math.max(queue.reached, structs[queue.at] ?? 0)
    queue.at = end
  }
  return undefined
}
