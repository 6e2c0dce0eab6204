// @vitest-environment jsdom
import { afterEach, expect, test } from 'vitest'
import { type Person, World } from '../testing/merge-world.ts'

let world: World
afterEach(() => world.destroy())

const shares = ({ root }: Person): unknown[] =>
  Array.from({ length: root.child(0).childCount }, (_, index) => root.child(0).child(index).attrs['width'])

test('[UI11] widths of columns are shares of the row, undone in one step, while somebody writes in them', () => {
  world = new World((author) => author.caret(1).editor.commands.insertColumns(3))
  const [ann, bob] = [world.person(0), world.person(1)]
  bob.caret(3).type('left')
  ann.step(() => ann.editor.commands.setColumnShares(0, [250, 500, 250]))
  world.sync()
  expect(shares(bob)).toEqual([25, 50, 25])
  expect(world.text).toContain('p left')
  ann.step(() => ann.editor.commands.setColumnShares(0, null))
  expect(shares(ann)).toEqual([null, null, null])
  ann.undo.undo()
  world.sync()
  expect(shares(bob)).toEqual([25, 50, 25])
  ann.undo.undo()
  world.sync()
  expect(shares(bob)).toEqual([null, null, null])
  expect(world.text).toContain('p left')
  expect(ann.editor.commands.setColumnShares(0, [1, 2])).toBe(false)
})

test('[UI11] the width of a column of a table is undone in one step', () => {
  world = new World((author) => author.caret(1).editor.commands.insertTable(2, 2))
  const [ann, bob] = [world.person(0), world.person(1)]
  const widths = (person: Person): unknown[] => {
    const found: unknown[] = []
    person.root.descendants((node) => {
      if (node.type.name === 'cell') found.push(node.attrs['colwidth'])
    })
    return found
  }
  ann.step(() => ann.editor.commands.setColumnWidth(216, { table: 0, index: 1 }))
  world.sync()
  expect(widths(bob)).toEqual([null, [216], null, [216]])
  ann.undo.undo()
  world.sync()
  expect(widths(bob)).toEqual([null, null, null, null])
})
