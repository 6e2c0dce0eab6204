/** Which ids there are, where slots are, and what is to be drawn at them. Made anew when the structure changes. */
import * as Y from 'yjs'
import type { YParent } from './element.ts'
import type { EmbeddedSlot } from './strand.ts'
import type { Placeable, ReadNode, SlotPlace, Thing } from './thing.ts'

export class Places {
  readonly #fragment: Y.XmlFragment
  readonly #slots = new Map<string, SlotPlace>()
  readonly #placed = new Map<string, Placeable[]>()
  /** The element of each id, drawn or not. */
  readonly ids = new Map<string, Y.XmlElement>()

  #hasTwins = false

  constructor(fragment: Y.XmlFragment, lists: Iterable<readonly Thing[]>) {
    this.#fragment = fragment
    for (const things of lists) for (const thing of things) this.#register(thing)
  }

  /** Whether two bear one id, until the server gives one of them another. */
  get hasTwins(): boolean {
    return this.#hasTwins
  }

  slot(id: string): SlotPlace | undefined {
    return this.#slots.get(id)
  }

  /** What names this slot, in the order in which it is drawn there. */
  waitingAt(slotId: string): readonly Placeable[] {
    return this.#placed.get(slotId) ?? []
  }

  /** Whether a piece or node is drawn at its slot rather than where it stands. */
  isPlaced(thing: { readonly slot: string | undefined; readonly type: string }): boolean {
    if (thing.slot === undefined) return false
    const place = this.#slots.get(thing.slot)
    if (place === undefined) return false
    // Containers move among the root's children only: otherwise two moves could put each into the other.
    return thing.type !== 'container' || this.#homeOf(place) === this.#fragment
  }

  /** Rows or columns of a table in the order they are drawn in: one that moved stands at its slot, if that is of this table. */
  partsOf(table: Y.XmlElement, name: string, things: readonly Thing[]): readonly ReadNode[] {
    const isPart = (thing: Thing | Placeable): thing is ReadNode =>
      thing.type === 'node' && thing.element.nodeName === name && thing.element.parent === table
    return things.flatMap((thing) => {
      if (isPart(thing)) return this.#isMovedWithin(table, thing) ? [] : [thing]
      // Should two slots bear one id, one of them counts: a row is drawn once.
      if (thing.type !== 'list-slot' || this.#slots.get(thing.id) !== thing) return []
      return this.waitingAt(thing.id).filter(isPart)
    })
  }

  #isMovedWithin(table: Y.XmlElement, { slot }: ReadNode): boolean {
    const place = slot === undefined ? undefined : this.#slots.get(slot)
    return place !== undefined && this.#homeOf(place) === table
  }

  /** The text around a slot changed, and with it the slot's index. */
  moved(slot: EmbeddedSlot): void {
    this.#slots.set(slot.id, slot)
  }

  #homeOf(place: SlotPlace): YParent | undefined {
    if (place.type === 'list-slot') return place.home
    const strand = place.text.parent
    return strand instanceof Y.XmlElement && strand.parent instanceof Y.XmlFragment ? strand.parent : undefined
  }

  #register(thing: Thing): void {
    if (thing.type === 'list-slot') this.#slots.set(thing.id, thing)
    else if (thing.type === 'node') {
      this.#claim(thing.id, thing.element)
      this.#wait(thing)
    } else
      for (const item of thing.items) {
        if (item.type === 'slot') this.#slots.set(item.id, item)
        else {
          this.#claim(item.id, item.source)
          this.#wait(item)
        }
      }
  }

  #claim(id: string, element: Y.XmlElement): void {
    if (this.ids.has(id)) this.#hasTwins = true
    else this.ids.set(id, element)
  }

  #wait(placeable: Placeable): void {
    if (placeable.slot === undefined) return
    const waiting = this.#placed.get(placeable.slot)
    if (!waiting) {
      this.#placed.set(placeable.slot, [placeable])
      return
    }
    // A move makes a slot of its own, so there is one. Should there be several, their order is everybody's.
    waiting.push(placeable)
    waiting.sort(inOrder)
  }
}

const idOf = (placeable: Placeable): Y.ID | undefined =>
  (placeable.type === 'piece' ? placeable.source : placeable.element)._item?.id

const inOrder = (one: Placeable, other: Placeable): number => {
  const [a, b] = [idOf(one), idOf(other)]
  return a && b ? a.client - b.client || a.clock - b.clock : 0
}
