import { expect, test } from 'vitest'
import { readUpdates } from './project/document-tree.ts'
import { documentTitle, plainText } from './project/plain-text.ts'
import { FIRST_BLOCK_ID, seedDocument } from './seed.ts'

test('a new document is one empty block with a known id, the same bytes each time', () => {
  const seed = seedDocument()
  expect(seedDocument()).toEqual(seed)
  const nodes = readUpdates([seed, seed])
  expect(nodes.map(({ name, id }) => [name, id])).toEqual([['block', FIRST_BLOCK_ID]])
  expect(plainText(nodes)).toBe('')
  expect(documentTitle(nodes)).toBe('')
})
