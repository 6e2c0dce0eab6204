/** What was read of the Yjs side, element by element and list by list, and what of it must be read again. */
import * as Y from 'yjs'
import { BLOCK, type YParent } from './element.ts'
import { type ReadNode, readThing, type Thing } from './thing.ts'

/**
 * Deepest nesting that is drawn; what is deeper is kept, unseen, behind an opaque block. How deep types may be nested at
 * all is bounded where updates are judged; this is as deep as anybody would nest what is to be seen.
 */
const MAX_DRAWN_DEPTH = 64

export interface Reread {
  readonly before: Thing
  readonly after: Thing
  /** A leaf that is what and where it was, with other attributes: nothing is to be arranged. */
  readonly stays: boolean
}

export class Reading {
  readonly #fragment: Y.XmlFragment
  readonly #things = new Map<Y.XmlElement, Thing>()
  readonly #lists = new Map<YParent, readonly Thing[]>()
  readonly #dirtyThings = new Set<Y.XmlElement>()
  readonly #dirtyLists = new Set<YParent>()

  constructor(fragment: Y.XmlFragment) {
    this.#fragment = fragment
    this.#dirtyLists.add(fragment)
  }

  thing(element: Y.XmlElement): Thing | undefined {
    return this.#things.get(element)
  }

  /** What stands in a list, in order. */
  list(parent: YParent): readonly Thing[] {
    return this.#lists.get(parent) ?? []
  }

  /** Everything that was read, list by list. */
  lists(): Iterable<readonly Thing[]> {
    return this.#lists.values()
  }

  /** Says that this type's own content or attributes changed. */
  touch(type: object): void {
    if (type instanceof Y.XmlText) {
      const parent = type.parent
      if (parent instanceof Y.XmlElement) this.#dirtyThings.add(parent)
    } else if (type instanceof Y.XmlElement) {
      // A marker's attributes are part of the strand that embeds it.
      if (type.parent instanceof Y.XmlText) this.touch(type.parent)
      else {
        this.#dirtyThings.add(type)
        if (type.nodeName !== BLOCK && this.#isContainer(type)) this.#dirtyLists.add(type)
      }
    } else if (type === this.#fragment) this.#dirtyLists.add(this.#fragment)
  }

  /** Reads the lists that were touched; answers them. */
  rereadLists(): readonly YParent[] {
    const lists = [...this.#dirtyLists]
    this.#dirtyLists.clear()
    for (const list of lists)
      if (list === this.#fragment || this.#isContainer(list)) this.#readList(list, depthOf(list))
    return lists
  }

  /** Reads the elements that were touched. */
  *rereadThings(): Generator<Reread> {
    for (const element of this.#dirtyThings) {
      const before = this.#things.get(element)
      if (before === undefined) continue
      const stood = before.type === 'node' ? standing(before) : undefined
      const after = readThing(element, before, false)
      const stays = after.type === 'node' && after.drawn.type === 'leaf' && standing(after) === stood
      this.#things.set(element, after)
      if (after !== before) this.#replaceInList(element, before, after)
      yield { before, after, stays }
    }
    this.#dirtyThings.clear()
  }

  #isContainer(list: YParent): boolean {
    const thing = list instanceof Y.XmlElement ? this.#things.get(list) : undefined
    return thing?.type === 'node' && thing.drawn.type === 'container'
  }

  #readList(list: YParent, depth: number): void {
    const things: Thing[] = []
    const before = this.list(list)
    // Most stand where they stood: to look that up for ten thousand takes as long as to draw what is new.
    let expected = 0
    for (let item = list._start; item !== null; item = item.right) {
      if (item.deleted || !(item.content instanceof Y.ContentType)) continue
      const type = item.content.type
      if (!(type instanceof Y.XmlElement)) continue
      const next = before[expected]
      let thing = next?.element === type ? next : this.#things.get(type)
      if (thing !== undefined && thing === next) expected += 1
      if (thing === undefined) {
        thing = readThing(type, undefined, depth >= MAX_DRAWN_DEPTH)
        this.#things.set(type, thing)
        if (thing.type === 'node' && thing.drawn.type === 'container') this.#readList(type, depth + 1)
      }
      things.push(thing)
    }
    this.#lists.set(list, things)
  }

  /** Things are replaced rarely (strands on change); the list that shows one is patched in place. */
  #replaceInList(element: Y.XmlElement, before: Thing, after: Thing): void {
    const parent = element.parent
    if (!(parent instanceof Y.XmlFragment)) return
    const things = this.#lists.get(parent)
    const index = things?.indexOf(before) ?? -1
    if (things && index >= 0) (things as Thing[])[index] = after
  }
}

const standing = ({ id, live, slot }: ReadNode): string => JSON.stringify([id, live, slot])

function depthOf(list: YParent): number {
  let depth = 0
  for (let { parent } = list; parent !== null && depth < MAX_DRAWN_DEPTH; { parent } = parent) depth += 1
  return depth
}
