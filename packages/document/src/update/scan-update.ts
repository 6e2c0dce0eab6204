/**
 * What an update says about clocks, read from its bytes without building a document.
 *
 * Layout of a Yjs V1 update (all numbers LEB128; source: Yjs 13 `UpdateEncoderV1`, read from its behaviour):
 *
 *   clients · clients × ( structs · client · firstClock · structs × struct ) · deleteSet
 *   struct    = info(u8) …            low five bits: content kind; 0 = GC(length); 10 = Skip(length)
 *   item      = info · [0x80: origin id] · [0x40: right origin id]
 *               · [neither: parentIsRoot(0|1) · (root name | parent id) · [0x20: parentSub string]] · content
 *   deleteSet = clients × ( client · ranges × ( clock · length ) )
 *
 * Measured on one core of a small cloud machine: about 1 µs for a keystroke, judging it included.
 */

import { Knot } from './knot.ts'
import { NeedList } from './need-list.ts'
import { deepens, deepest, levelsOf, Places } from './nesting.ts'
import { assertKey, CONTENT, skipContent } from './update-content.ts'
import {
  MAX_CLIENT_ID,
  MAX_CLIENTS_PER_UPDATE,
  MAX_CLOCK,
  MAX_CLOCKS_PER_UPDATE,
  MAX_DELETES_PER_UPDATE,
  MAX_DEPTH,
  MAX_NAME_BYTES,
} from './update-limits.ts'
import { InvalidUpdate, UpdateReader } from './update-reader.ts'

/** Clocks `start` up to, not including, `end` of one client. */
export interface ClockRange {
  readonly client: number
  readonly start: number
  readonly end: number
}

export interface UpdateShape {
  /** One range a client, each client once. */
  readonly runs: readonly ClockRange[]
  readonly deletes: readonly ClockRange[]
  /**
   * Ids outside the update's own runs that must be known: flat pairs of client and clock. Of many only the highest of
   * each client, which says as much.
   */
  readonly needs: readonly number[]
  /** Whether its clients build on each other in a circle, so that no document could ever integrate it. */
  readonly tangled: boolean
  /** What its items are nested in, as `nesting.ts` lays it out. */
  readonly places: readonly number[]
}

const ORIGIN = 0x80
const RIGHT_ORIGIN = 0x40
const PARENT_SUB = 0x20
const KIND = 0x1f

/**
 * Reads the whole update.
 * @throws InvalidUpdate when it does not decode, leaves bytes over, or holds what no document may.
 */
export function scanUpdate(bytes: Uint8Array): UpdateShape {
  const reader = new UpdateReader(bytes)
  const shape = new Scan(reader).update()
  if (reader.remaining > 0)
    throw new InvalidUpdate('malformed', `${reader.remaining} bytes after the end of the update`)
  return shape
}

class Scan {
  readonly #reader: UpdateReader
  readonly #runs: ClockRange[] = []
  /** Whose runs those are: an update may bring a hundred thousand clients, each of which must be a new one. */
  readonly #clients = new Set<number>()
  readonly #needs = new NeedList()
  /** Per-struct needs, for updates that write under more than one client. */
  readonly #knot = new Knot()
  readonly #places = new Places()

  constructor(reader: UpdateReader) {
    this.#reader = reader
  }

  update(): UpdateShape {
    const reader = this.#reader
    const clients = reader.varUint()
    for (let index = 0; index < clients; index += 1) {
      if (index === MAX_CLIENTS_PER_UPDATE) {
        throw new InvalidUpdate('not-allowed', `${clients} clients, at most ${MAX_CLIENTS_PER_UPDATE}`)
      }
      this.#run(clients > 1)
    }
    const deletes = this.#deleteSet()
    const { runs: places } = this.#places
    if (deepens(places) && deepest(levelsOf(places, () => 0)) >= MAX_DEPTH) {
      throw new InvalidUpdate('not-allowed', `types nested deeper than ${MAX_DEPTH}`)
    }
    return { runs: this.#runs, deletes, needs: this.#needs.pairs, tangled: this.#knot.holds(this.#runs), places }
  }

  #run(severalClients: boolean): void {
    const reader = this.#reader
    const structs = reader.varUint()
    const client = this.#client()
    const start = reader.varUint()
    if (structs === 0) throw new InvalidUpdate('malformed', `client ${client} is listed without structs`)
    if (this.#clients.has(client)) throw new InvalidUpdate('malformed', `client ${client} is listed twice`)
    this.#clients.add(client)
    this.#places.begin(client)
    let clock = start
    for (let index = 0; index < structs; index += 1) {
      const needs: number[] = []
      clock += this.#struct(client, clock, needs)
      if (clock > MAX_CLOCK || clock - start > MAX_CLOCKS_PER_UPDATE) {
        throw new InvalidUpdate('not-allowed', `clock ${clock} of client ${client} is beyond what one update may reach`)
      }
      if (severalClients) this.#knot.add(client, clock, needs)
      this.#keepForeign(client, start, needs)
    }
    this.#runs.push({ client, start, end: clock })
  }

  /** A need inside this client's own run lies before it (checked when read) and needs no one else. */
  #keepForeign(client: number, start: number, needs: readonly number[]): void {
    for (let at = 0; at < needs.length; at += 2) {
      const needClient = needs[at] ?? 0
      const needClock = needs[at + 1] ?? 0
      if (needClient !== client || needClock < start) this.#needs.add(needClient, needClock)
    }
  }

  /** Reads one struct and answers its length in clocks. */
  #struct(client: number, clock: number, needs: number[]): number {
    const reader = this.#reader
    const info = reader.uint8()
    const kind = info & KIND
    if (kind === CONTENT.gc) return this.#length()
    if (kind === CONTENT.skip) throw new InvalidUpdate('not-allowed', 'the update leaves clocks out (Skip)')
    if ((info & ORIGIN) !== 0) this.#need(client, clock, needs)
    if ((info & RIGHT_ORIGIN) !== 0) this.#need(client, clock, needs)
    let up = 0
    if ((info & (ORIGIN | RIGHT_ORIGIN)) === 0) {
      up = this.#parent(client, clock, needs)
      if ((info & PARENT_SUB) !== 0) this.#name('attribute name')
    }
    const length = skipContent(reader, kind)
    if (length === 0) throw new InvalidUpdate('malformed', 'a struct of no length')
    // Of two neighbours the left one's parent is taken.
    this.#places.add(clock, clock + length, up, needs[0] ?? 0, needs[1] ?? -1)
    return length
  }

  /** Answers the levels that an item stands above what it names: one above a parent, none above a document's root. */
  #parent(client: number, clock: number, needs: number[]): number {
    const reader = this.#reader
    if (reader.varUint() === 1) {
      this.#name('root name')
      return 0
    }
    this.#need(client, clock, needs)
    return 1
  }

  /** Reads an id that must be integrated before the struct at `(client, clock)`. */
  #need(client: number, clock: number, needs: number[]): void {
    const needClient = this.#client()
    const needClock = this.#reader.varUint()
    if (needClient === client && needClock >= clock) {
      throw new InvalidUpdate('malformed', `the struct at ${client}:${clock} builds on a later one`)
    }
    needs.push(needClient, needClock)
  }

  #client(): number {
    const client = this.#reader.varUint()
    if (client > MAX_CLIENT_ID) throw new InvalidUpdate('not-allowed', `client id ${client} is not a 32-bit number`)
    return client
  }

  #length(): number {
    const length = this.#reader.varUint()
    if (length === 0) throw new InvalidUpdate('malformed', 'a struct of no length')
    return length
  }

  #name(what: string): void {
    assertKey(this.#reader.string(what, MAX_NAME_BYTES))
  }

  #deleteSet(): ClockRange[] {
    const reader = this.#reader
    const deletes: ClockRange[] = []
    const clients = reader.varUint()
    const seen = new Set<number>()
    for (let index = 0; index < clients; index += 1) {
      const client = this.#client()
      if (seen.has(client)) throw new InvalidUpdate('malformed', `client ${client} is listed twice among the deletions`)
      seen.add(client)
      const ranges = reader.varUint()
      let before = 0
      for (let range = 0; range < ranges; range += 1) {
        const start = reader.varUint()
        // Yjs sorts and joins them. In another order a million of them would take minutes to keep.
        if (start < before) throw new InvalidUpdate('malformed', `deletions of client ${client} that do not rise`)
        const end = start + this.#length()
        if (end > MAX_CLOCK) throw new InvalidUpdate('not-allowed', `a deletion up to clock ${end} of client ${client}`)
        const last = deletes.at(-1)
        if (range > 0 && last && start === before) deletes[deletes.length - 1] = { client, start: last.start, end }
        else deletes.push({ client, start, end })
        before = end
        if (deletes.length > MAX_DELETES_PER_UPDATE) {
          throw new InvalidUpdate('not-allowed', `more than ${MAX_DELETES_PER_UPDATE} deletions`)
        }
      }
    }
    return deletes
  }
}
