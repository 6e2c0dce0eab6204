/**
 * Header cells are heard as such. What is a header stands at the table, not at the cell, so the cells are told by
 * decorations, which typing leaves as they are: a table is looked at again when its structure changed.
 */
import { Extension } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import { Plugin, PluginKey, type Transaction } from '@tiptap/pm/state'
import { AttrStep, type Step } from '@tiptap/pm/transform'
import { Decoration, DecorationSet } from '@tiptap/pm/view'

const key = new PluginKey<DecorationSet>('table-headers')

export const TableHeaders = Extension.create({
  name: 'tableHeaders',
  addProseMirrorPlugins: () => [
    new Plugin<DecorationSet>({
      key,
      state: {
        init: (_, { doc }) => headersIn(DecorationSet.empty, doc, 0, doc.content.size),
        apply: (tr, set) => (tr.docChanged ? followed(tr, set) : set),
      },
      props: { decorations: (state) => key.getState(state) },
    }),
  ],
})

function followed(tr: Transaction, before: DecorationSet): DecorationSet {
  let set = before.map(tr.mapping, tr.doc)
  for (const [index, step] of tr.steps.entries()) {
    const doc = tr.docs[index]
    if (!doc || isWithinText(step, doc)) continue
    const rest = tr.mapping.slice(index + 1)
    const look = (from: number, to: number): void => {
      set = headersIn(
        set,
        tr.doc,
        Math.max(0, rest.map(from, -1) - 1),
        Math.min(tr.doc.content.size, rest.map(to, 1) + 1),
      )
    }
    if (step instanceof AttrStep) look(step.pos, step.pos + 1)
    step.getMap().forEach((_from, _to, from, to) => {
      look(from, to)
    })
  }
  return set
}

/** Most steps: typing and marks. No map of theirs crosses the border of a block. */
function isWithinText(step: Step, doc: Node): boolean {
  if (step instanceof AttrStep) return doc.nodeAt(step.pos)?.type.name !== 'table'
  let isWithin = true
  step.getMap().forEach((from, to) => {
    const $from = doc.resolve(from)
    if (!$from.parent.inlineContent || to > $from.end()) isWithin = false
  })
  return isWithin
}

function headersIn(before: DecorationSet, doc: Node, from: number, to: number): DecorationSet {
  let set = before
  doc.nodesBetween(from, to, (node, position) => {
    if (node.type.name !== 'table') return !node.isTextblock
    const end = position + node.nodeSize
    set = set.remove(set.find(position, end, (spec) => spec['table'] === true))
    const headers = headersOf(node, position)
    // A table may stand in a cell: what was taken away above was its, too.
    node.descendants((inner, offset) => {
      if (inner.type.name === 'table') headers.push(...headersOf(inner, position + 1 + offset))
      return !inner.isTextblock
    })
    set = set.add(doc, headers)
    return false
  })
  return set
}

function headersOf(table: Node, position: number): Decoration[] {
  const { headerRow, headerColumn } = table.attrs
  const headers: Decoration[] = []
  if (headerRow !== true && headerColumn !== true) return headers
  table.forEach((row, offset, at) => {
    let cell = position + 1 + offset + 1
    const count = at === 0 && headerRow === true ? row.childCount : headerColumn === true ? 1 : 0
    for (let column = 0; column < Math.min(count, row.childCount); column += 1) {
      const end = cell + row.child(column).nodeSize
      const role = at === 0 && headerRow === true ? 'columnheader' : 'rowheader'
      headers.push(Decoration.node(cell, end, { role }, { table: true }))
      cell = end
    }
  })
  return headers
}
