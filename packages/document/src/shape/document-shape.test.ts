import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { type DocumentNode, readDocument } from '../project/document-tree.ts'
import { DocumentShape } from './document-shape.ts'
import type { Drawn } from './drawn.ts'
import { BLOCK, contentOf, JOINS, LIVE, newElement, newSlot, removeAttribute, SLOT, writeAttribute } from './element.ts'

const depthOf = (nodes: readonly DocumentNode[]): number =>
  nodes.reduce((deepest, { children }) => Math.max(deepest, children ? 1 + depthOf(children) : 0), 0)

test('a tree that was deepened update by update is read as far as anybody would nest, and kept below', () => {
  const doc = new Y.Doc()
  let deepest = newElement('callout', 'outermost')
  contentOf(doc).insert(0, [deepest])
  for (let level = 1; level < 300; level += 1) {
    const next = newElement('callout', `c${level}`)
    deepest.insert(0, [next])
    deepest = next
  }
  expect(depthOf(readDocument(doc))).toBe(64)
  expect(deepest.parent).not.toBeNull()
  expect(contentOf(doc).toString()).toContain('c299')
})

/** Everything that is seen, and whose text each block holds. */
function described(shape: DocumentShape): unknown {
  const describe = (drawn: Drawn): unknown => {
    const parentId = drawn.parent?.id
    if (drawn.type === 'leaf') return [parentId, drawn.id, drawn.name]
    if (drawn.type === 'container') return [parentId, drawn.id, drawn.name, drawn.children.map(describe)]
    const { id, attributes, runs, pieces } = drawn
    for (const piece of pieces) expect(shape.holder(piece.source)).toBe(drawn)
    return [parentId, id, attributes, runs.map(({ insert, at }) => [insert, at]), pieces.map((piece) => piece.id)]
  }
  return describe(shape.root)
}

/** All elements of a document: blocks, markers in their texts, slots. */
function elementsOf(doc: Y.Doc): Y.XmlElement[] {
  const found: Y.XmlElement[] = []
  for (const structs of doc.store.clients.values())
    for (const struct of structs)
      if (struct instanceof Y.Item && struct.content instanceof Y.ContentType && !struct.deleted) {
        const { type } = struct.content
        if (type instanceof Y.XmlElement) found.push(type)
      }
  return found
}

const action = fc.record({
  what: fc.constantFrom(
    ...['block', 'block', 'type', 'type', 'erase', 'split', 'split', 'live', 'joins', 'slot', 'place', 'callout'],
  ),
  which: fc.nat({ max: 1000 }),
  other: fc.nat({ max: 1000 }),
  /** Names are few, so that some are given twice. */
  name: fc.nat({ max: 400 }),
})
type Action = typeof action extends fc.Arbitrary<infer T> ? T : never

function act(doc: Y.Doc, { what, which, other, name }: Action): void {
  const elements = elementsOf(doc)
  const element = elements[which % Math.max(1, elements.length)]
  const target = elements[other % Math.max(1, elements.length)]
  const first = element?.get(0)
  const text = first instanceof Y.XmlText ? first : undefined
  const lists = [contentOf(doc), ...elements.filter(({ nodeName }) => nodeName === 'callout')]
  const list = lists[other % 4 === 0 ? which % lists.length : 0] ?? contentOf(doc)
  const at = which % (list.length + 1)
  if (what === 'block') {
    const block = newElement(BLOCK, `b${name}`, { kind: 'paragraph' })
    block.insert(0, [new Y.XmlText(other % 3 === 0 ? '' : 'ab')])
    list.insert(at, [block])
  } else if (what === 'callout') list.insert(at, [newElement('callout', `c${name}`)])
  else if (what === 'slot') {
    // Slots are made by whoever moves something, under a name of their own.
    const slot = newSlot(`s${Y.getState(doc.store, doc.clientID)}`)
    if (text) text.insertEmbed(other % (text.length + 1), slot, {})
    else list.insert(at, [slot])
  } else if (what === 'type') text?.insert(other % (text.length + 1), 'x')
  else if (what === 'erase' && text && text.length > 0) text.delete(other % text.length, 1)
  else if (what === 'split') text?.insertEmbed(other % (text.length + 1), newElement(BLOCK, `m${name}`), {})
  else if (element && what === 'live') {
    if (element.getAttribute(LIVE) === undefined) writeAttribute(element, LIVE, true)
    else removeAttribute(element, LIVE)
  } else if (element && what === 'joins') {
    if (element.getAttribute(JOINS) === undefined) writeAttribute(element, JOINS, String(target?.getAttribute('id')))
    else removeAttribute(element, JOINS)
  } else if (element && what === 'place') {
    const slots = elements.filter(({ nodeName }) => nodeName === 'slot')
    const slot = slots[name % Math.max(1, slots.length)]
    if (slot && element.getAttribute(SLOT) === undefined) writeAttribute(element, SLOT, String(slot.getAttribute('id')))
    else removeAttribute(element, SLOT)
  }
}

describe('a shape that was kept in step', () => {
  test('is the one that is read afresh, after any change', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(action, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 40 }),
        (steps) => {
          const doc = new Y.Doc()
          const fragment = contentOf(doc)
          const shape = new DocumentShape(fragment)
          fragment.observeDeep((events) => {
            for (const { target } of events) shape.touch(target)
          })
          for (const actions of steps) {
            const before = shape.root.children
            doc.transact(() => actions.forEach((each) => void act(doc, each)))
            const { lists } = shape.settle()
            const fresh = new DocumentShape(fragment)
            expect(described(shape)).toEqual(described(fresh))
            if (lists.has(shape.root)) expect(lists.get(shape.root)).toBe(before)
            else expect(shape.root.children).toBe(before)
            for (const each of elementsOf(doc)) {
              const id = String(each.getAttribute('id'))
              expect(shape.elementById(id) === undefined).toBe(fresh.elementById(id) === undefined)
            }
          }
        },
      ),
      { numRuns: 400 },
    )
  })
})
