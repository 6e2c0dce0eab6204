import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { judgeUpdate } from './judge-update.ts'
import { KnownState } from './known-state.ts'
import { scanUpdate } from './scan-update.ts'
import { MAX_DEPTH } from './update-limits.ts'

const depthOf = (item: Y.Item): number => {
  let depth = 0
  for (let parent = item.parent; parent instanceof Y.AbstractType && parent._item; parent = parent._item.parent)
    depth += 1
  return depth
}

/** A random person puts something into a random type, beside or before what is there. */
const action = fc.record({
  who: fc.nat({ max: 2 }),
  what: fc.constantFrom('text', 'element', 'map', 'array', 'delete', 'sync'),
  where: fc.nat({ max: 10_000 }),
  at: fc.nat({ max: 10_000 }),
})

/** The types of a document that still are in it, roots included. */
function typesOf(doc: Y.Doc): (Y.Array<unknown> | Y.Map<unknown>)[] {
  const types: (Y.Array<unknown> | Y.Map<unknown>)[] = [doc.getArray('array'), doc.getMap('map')]
  for (const structs of doc.store.clients.values())
    for (const struct of structs)
      if (struct instanceof Y.Item && !struct.deleted && struct.content instanceof Y.ContentType) {
        const { type } = struct.content
        if (type instanceof Y.Array || type instanceof Y.Map) types.push(type)
      }
  return types
}

function act(doc: Y.Doc, { what, where, at }: { what: string; where: number; at: number }): void {
  const types = typesOf(doc)
  const type = types[where % types.length]
  const made = what === 'text' ? 'abc' : what === 'map' ? new Y.Map() : new Y.Array()
  if (type instanceof Y.Map) {
    if (what === 'delete') type.delete(`k${at % 2}`)
    else type.set(`k${at % 2}`, made)
  } else if (type) {
    const place = at % (type.length + 1)
    if (what === 'delete') {
      if (place < type.length) type.delete(place, 1)
    } else type.insert(place, [made])
  }
}

describe('levels', () => {
  test('are as deep as the items stand in a document, whoever wrote them in whatever order', () => {
    fc.assert(
      fc.property(fc.array(action, { minLength: 1, maxLength: 60 }), fc.boolean(), (actions, atOnce) => {
        const docs = [0, 1, 2].map(() => new Y.Doc({ gc: false }))
        const known = new KnownState()
        for (const doc of docs)
          doc.on('update', (update: Uint8Array, origin: unknown) => {
            if (origin !== 'sync' && !atOnce) known.take(scanUpdate(update))
          })
        for (const { who, ...each } of actions) {
          const doc = docs[who] ?? new Y.Doc()
          if (each.what !== 'sync') act(doc, each)
          else for (const other of docs) Y.applyUpdate(doc, Y.encodeStateAsUpdate(other), 'sync')
        }
        const [all = new Y.Doc()] = docs
        for (const other of docs) Y.applyUpdate(all, Y.encodeStateAsUpdate(other), 'sync')
        // Clients in the order that Yjs writes them in: some before those they build on.
        if (atOnce) known.take(scanUpdate(Y.encodeStateAsUpdate(all)))
        for (const [client, structs] of all.store.clients)
          for (const struct of structs)
            if (struct instanceof Y.Item) expect(known.levelOf(client, struct.id.clock)).toBe(depthOf(struct))
      }),
      { numRuns: 300 },
    )
  })

  test('of what is nested where the document was looked at already count from there', () => {
    const doc = new Y.Doc()
    const known = new KnownState()
    doc.on('update', (update: Uint8Array) => known.take(scanUpdate(update)))
    const outer = new Y.Array<unknown>()
    doc.getArray('array').insert(0, [outer])
    const inner = new Y.Array<unknown>()
    const sound = known.lookedAt()
    outer.insert(0, [inner])
    const at = inner._item?.id ?? { client: 0, clock: 0 }
    expect(known.levelOf(at.client, at.clock)).toBe(1)
    sound()
    // Still the same: it was written since.
    expect(known.levelOf(at.client, at.clock)).toBe(1)
    known.lookedAt()()
    expect(known.levelOf(at.client, at.clock)).toBe(0)
  })
})

describe('[DU4] types nested deeper than anyone can walk', () => {
  /** Nests one array in another, again and again; answers the updates. */
  function nest(levels: number, each: (parent: Y.Array<unknown>) => Y.Array<unknown>, doc = new Y.Doc()): Uint8Array[] {
    const updates: Uint8Array[] = []
    doc.on('update', (update: Uint8Array) => updates.push(update))
    let parent = doc.getArray<unknown>('array')
    for (let level = 0; level < levels; level += 1) parent = each(parent)
    return updates
  }
  const inside = (parent: Y.Array<unknown>): Y.Array<unknown> => {
    const child = new Y.Array<unknown>()
    parent.insert(0, [child])
    return child
  }
  /** The next one names a neighbour, not its parent. */
  const besideText = (parent: Y.Array<unknown>): Y.Array<unknown> => {
    parent.insert(0, ['x'])
    const child = new Y.Array<unknown>()
    parent.insert(1, [child])
    return child
  }

  test.each([
    ['each in the other', inside],
    ['each beside a text in the other', besideText],
  ])('are refused in one update: %s', (_name, each) => {
    const shallow = nest(MAX_DEPTH, each)
    expect(() => scanUpdate(Y.mergeUpdates(shallow))).not.toThrow()
    expect(() => scanUpdate(Y.mergeUpdates(nest(MAX_DEPTH + 1, each)))).toThrow(/nested deeper/)
  })

  test('are refused in one update of two clients that take turns', () => {
    const [one, two] = [new Y.Doc(), new Y.Doc()]
    let path = 0
    const open = (doc: Y.Doc): Y.Array<unknown> => {
      let parent = doc.getArray<unknown>('array')
      for (let level = 0; level < path; level += 1) parent = parent.get(0) as Y.Array<unknown>
      return parent
    }
    for (; path <= MAX_DEPTH; path += 1) {
      const [writer, reader] = path % 2 === 0 ? [one, two] : [two, one]
      inside(open(writer))
      Y.applyUpdate(reader, Y.encodeStateAsUpdate(writer))
    }
    expect(() => scanUpdate(Y.encodeStateAsUpdate(one))).toThrow(/nested deeper/)
  })

  test.each([
    ['each in the other', inside],
    ['each beside a text in the other', besideText],
  ])('are refused update by update: %s', (_name, each) => {
    const known = new KnownState()
    const verdicts = nest(MAX_DEPTH + 3, each).map((update) => {
      const shape = scanUpdate(update)
      const { kind } = judgeUpdate(shape, known)
      if (kind === 'accept') known.take(shape)
      return kind
    })
    expect(verdicts).toContain('too-deep')
    expect(verdicts.indexOf('too-deep')).toBe(verdicts.length - 3 * (verdicts.length / (MAX_DEPTH + 3)))
    // Nothing can follow in what was refused.
    expect(verdicts.at(-1)).toBe('skips')
  })
})
