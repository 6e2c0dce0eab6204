/** Gives ids to nodes that came without one (a command, a paste, a split that copied it), in the changed stretch only. */
import { newBlockId } from '@dure/document'
import type { Node } from '@tiptap/pm/model'
import type { Transaction } from '@tiptap/pm/state'

/** Adds attribute steps to `tr`, whose document is `after`; answers whether there were any. */
export function nameBlocks(tr: Transaction, before: Node, after: Node): boolean {
  let from = 0
  let position = 0
  const shortest = Math.min(before.childCount, after.childCount)
  while (from < shortest && before.child(from) === after.child(from)) {
    position += after.child(from).nodeSize
    from += 1
  }
  let oldTo = before.childCount
  let to = after.childCount
  while (to > from && oldTo > from && before.child(oldTo - 1) === after.child(to - 1)) {
    oldTo -= 1
    to -= 1
  }
  const seen = new Set<unknown>()
  let named = false
  const visit = (node: Node, at: number) => {
    if (node.isInline || !('id' in node.attrs)) return
    const { id } = node.attrs
    if (typeof id === 'string' && !seen.has(id)) seen.add(id)
    else {
      const fresh = newBlockId()
      seen.add(fresh)
      tr.setNodeAttribute(at, 'id', fresh)
      named = true
    }
    if (node.isTextblock) return
    node.forEach((child, offset) => {
      visit(child, at + 1 + offset)
    })
  }
  for (let index = from; index < to; index += 1) {
    const node = after.child(index)
    visit(node, position)
    position += node.nodeSize
  }
  return named
}
