// @vitest-environment jsdom
/** Rows of the merge matrix for tables: rows and columns that move, colours, widths, columns of text. */
import { addColumnAfter, addRowAfter } from '@tiptap/pm/tables'
import { afterEach, expect, test } from 'vitest'
import { type Person, World, type WorldOptions } from './merge-world.ts'

const worlds: World[] = []
afterEach(() => {
  for (const world of worlds.splice(0)) world.destroy()
})

const variants: readonly WorldOptions[] = [false, true].flatMap((swapped) =>
  [false, true].map((offline) => ({ swapped, offline })),
)

const threeByThree = (person: Person) => {
  person.caret(1).editor.commands.insertTable(3, 3)
  for (const row of [1, 2, 3])
    for (const column of ['a', 'b', 'c']) person.type(`${column}${row}`).press(column === 'c' && row === 3 ? '' : 'Tab')
}

function start(options: WorldOptions, setUp = threeByThree): { world: World; a: Person; b: Person } {
  const world = new World(setUp, options)
  worlds.push(world)
  return { world, a: world.person(0), b: world.person(1) }
}

/** `a1 b1|a2 b2`: the first table's cells, with their colours in brackets. */
function cells(person: Person): string {
  const rows: string[] = []
  const table = person.root.child(0)
  table.forEach((row) => {
    const texts: string[] = []
    row.forEach((cell) => {
      texts.push(`${cell.textContent}${cell.attrs['color'] === null ? '' : `[${cell.attrs['color']}]`}`)
    })
    rows.push(texts.join(' '))
  })
  return rows.join('|')
}

test('rows and columns move with the caret, keep their names, and go back by undo', () => {
  const { world, a } = start({})
  const names = () => {
    const ids: string[] = []
    a.root.child(0).forEach((row) => {
      ids.push(String(row.attrs['id']))
    })
    return ids
  }
  const before = names()
  a.step(() => a.after('b1').editor.commands.moveRow(1))
  expect(cells(a)).toBe('a2 b2 c2|a1 b1 c1|a3 b3 c3')
  expect(names()).toEqual([before[1], before[0], before[2]])
  expect(a.editor.state.selection.$from.parent.textContent).toBe('b1')
  a.step(() => a.editor.commands.moveColumn(-1))
  expect(cells(a)).toBe('b2 a2 c2|b1 a1 c1|b3 a3 c3')
  expect(a.editor.state.selection.$from.parent.textContent).toBe('b1')
  a.step(() => a.after('c3').editor.commands.moveRow(-1))
  a.step(() => a.editor.commands.moveColumn(-1))
  a.step(() => a.editor.commands.moveColumn(-1))
  expect(cells(a)).toBe('c2 b2 a2|c3 b3 a3|c1 b1 a1')
  expect(a.editor.commands.moveColumn(-1)).toBe(false)
  while (a.undo.canUndo) a.undo.undo()
  while (a.undo.canRedo) a.undo.redo()
  expect(cells(a)).toBe('c2 b2 a2|c3 b3 a3|c1 b1 a1')
  a.undo.undo()
  a.undo.undo()
  a.undo.undo()
  expect(cells(a)).toBe('b2 a2 c2|b1 a1 c1|b3 a3 c3')
  world.sync()
})

test.each(variants)('A moves a row ∥ B types in it: moved, with B’s text (%o)', (options) => {
  const { world, a, b } = start(options)
  a.step(() => a.after('a1').editor.commands.moveRow(1))
  b.after('b1').type('B!')
  world.sync()
  expect(cells(a)).toBe('a2 b2 c2|a1 b1B! c1|a3 b3 c3')
  a.undo.undo()
  world.sync()
  expect(cells(a)).toBe('a1 b1B! c1|a2 b2 c2|a3 b3 c3')
})

test.each(variants)('both move the same row: once, at one of the two places (%o)', (options) => {
  const { world, a, b } = start(options)
  a.after('a2').editor.commands.moveRow(1)
  b.after('a2').editor.commands.moveRow(-1)
  world.sync()
  expect(['a1 b1 c1|a3 b3 c3|a2 b2 c2', 'a2 b2 c2|a1 b1 c1|a3 b3 c3']).toContain(cells(a))
})

test.each(variants)('A moves a column ∥ B adds a row after the first and types in the column (%o)', (options) => {
  const { world, a, b } = start(options)
  a.after('a1').editor.commands.moveColumn(1)
  b.after('a1').type('B!')
  addRowAfter(b.editor.state, b.editor.view.dispatch)
  world.sync()
  expect(cells(a)).toBe('b1 a1B! c1|  |b2 a2 c2|b3 a3 c3')
})

test.each(variants)('A moves a column ∥ B moves a row (%o)', (options) => {
  const { world, a, b } = start(options)
  a.after('c1').editor.commands.moveColumn(-1)
  b.after('a1').editor.commands.moveRow(1)
  world.sync()
  expect(cells(a)).toBe('a2 c2 b2|a1 c1 b1|a3 c3 b3')
})

test.each(variants)('A moves a row ∥ B deletes it and A typed in it: it is there with what A typed (%o)', (options) => {
  const { world, a, b } = start(options)
  a.after('a1').editor.commands.moveRow(1)
  a.after('b1').type('A!')
  b.after('a1').editor.commands.deleteRows()
  world.sync()
  expect(cells(a)).toBe('a2 b2 c2| A! |a3 b3 c3')
})

test.each(variants)('A moves a column ∥ B adds one beside it (%o)', (options) => {
  const { world, a, b } = start(options)
  a.after('a1').editor.commands.moveColumn(1)
  b.after('a1')
  addColumnAfter(b.editor.state, b.editor.view.dispatch)
  world.sync()
  for (const row of cells(a).split('|')) expect(row.split(' ')).toHaveLength(4)
  expect(cells(a).replaceAll('  ', ' ').trim()).toBe('b1 a1 c1|b2 a2 c2|b3 a3 c3')
})

test.each(variants)('A colours a cell ∥ B types in it; both colour an empty one: one colour (%o)', (options) => {
  const { world, a, b } = start(options)
  a.after('b2').editor.commands.colorCells('green')
  b.after('b2').type('B!')
  world.sync()
  expect(cells(a)).toBe('a1 b1 c1|a2 b2B![green] c2|a3 b3 c3')
  a.after('c3').press('Tab')
  world.sync()
  expect(a.root.child(0).childCount).toBe(4)
  const last = a.editor.state.selection.from
  a.step(() => a.editor.commands.colorCells('red'))
  b.caret(last).editor.commands.colorCells('blue')
  world.sync()
  expect(cells(a)).toMatch(/\|\[(red|blue)\] {2}$/)
  b.caret(last).editor.commands.colorCells(null)
  world.sync()
  expect(cells(a)).toMatch(/\| {2}$/)
})

test.each(variants)('A sets a column’s width ∥ B moves the column: that wide, there (%o)', (options) => {
  const { world, a, b } = start(options)
  a.after('a2').editor.commands.setColumnWidth(240)
  b.after('a1').editor.commands.moveColumn(1)
  world.sync()
  const widths: unknown[] = []
  a.root.child(0).forEach((row) => {
    widths.push(row.child(0).attrs['colwidth'], row.child(1).attrs['colwidth'])
  })
  expect(widths).toEqual([null, [240], null, [240], null, [240]])
})

test('Tab past the last cell adds a row; the last row or column that is deleted takes the table', () => {
  const { a } = start({})
  a.after('c3').press('Tab').type('new')
  expect(cells(a)).toBe('a1 b1 c1|a2 b2 c2|a3 b3 c3|new  ')
  for (const text of ['a1', 'a2', 'a3']) a.after(text).editor.commands.deleteRows()
  expect(cells(a)).toBe('new  ')
  a.editor.commands.deleteRows()
  expect(a.root.childCount).toBe(1)
  expect(a.root.child(0).attrs['kind']).toBe('paragraph')
})

const twoColumns = (person: Person) => {
  person.caret(1).editor.commands.insertColumns(2)
  person
    .type('left')
    .caret(person.root.child(0).nodeSize - 3)
    .type('right')
}

test.each(variants)('A takes a column away, or all of them ∥ B types in it: what stood there stays (%o)', (options) => {
  const { world, a, b } = start(options, twoColumns)
  a.after('left').editor.commands.setColumnCount(3)
  world.sync()
  expect(a.root.child(0).childCount).toBe(3)
  a.after('left').editor.commands.setColumnCount(2)
  world.sync()
  a.after('left').editor.commands.unwrapColumns()
  b.after('right').type('B!')
  world.sync()
  expect(world.text).toBe('p left\np rightB!\np')
})
