import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { type DocumentNode, readDocument } from '../project/document-tree.ts'
import { contentOf, newElement } from './element.ts'

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
