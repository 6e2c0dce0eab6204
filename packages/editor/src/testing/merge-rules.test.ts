// @vitest-environment jsdom
/** Rows of the merge matrix that need more than two edits: undo of what others wrote in, tables, readers, old versions, three people. */
import { contentOf, newElement } from '@dure/document'
import { addColumnAfter, addRowAfter, deleteColumn, deleteRow } from '@tiptap/pm/tables'
import { afterEach, expect, test } from 'vitest'
import * as Y from 'yjs'
import { lines, type Person, World, type WorldOptions } from './merge-world.ts'

const worlds: World[] = []
afterEach(() => {
  for (const world of worlds.splice(0)) world.destroy()
})

function start(setUp: (person: Person) => unknown, options: WorldOptions = {}): { world: World; a: Person; b: Person } {
  const world = new World((person) => setUp(person), options)
  worlds.push(world)
  return { world, a: world.person(0), b: world.person(1) }
}

const outcome = (world: World): string => world.text.replaceAll('\n', '|')

const variants: readonly WorldOptions[] = [false, true].flatMap((swapped) =>
  [false, true].map((offline) => ({ swapped, offline })),
)

const paragraphs =
  (...texts: string[]) =>
  (person: Person) => {
    person.caret(1)
    for (const [index, text] of texts.entries()) {
      if (index > 0) person.press('Enter')
      person.type(text)
    }
  }

const twoByTwo = (person: Person) => {
  person.caret(1).type('intro').press('Enter')
  person.editor.commands.insertTable(2, 2)
  for (const text of ['a1', 'b1', 'a2']) person.type(text).press('Tab')
  person.type('b2')
}

/** Every row of every table has as many cells as the first. */
function expectRectangular(person: Person): void {
  person.root.descendants((node) => {
    if (node.type.name !== 'table') return true
    const widths = Array.from({ length: node.childCount }, (_, index) => node.child(index).childCount)
    expect(new Set(widths).size).toBe(1)
    return false
  })
}

test.each(variants)('A undoes the own insert of a heading that B wrote in: B’s text stays (%o)', (options) => {
  const { world, a, b } = start(paragraphs('one'), options)
  a.step(() => a.after('one').press('Enter').type('Title').editor.commands.setBlock('heading', { level: 1 }))
  world.sync()
  b.after('Tit').type('B!')
  world.sync()
  while (a.undo.canUndo) a.undo.undo()
  world.sync()
  expect(outcome(world)).toBe('p one|p B!')
  while (a.undo.canRedo) a.undo.redo()
  world.sync()
  expect(outcome(world)).toBe('p one|h1 TitB!le')
})

test.each(variants)(
  'A undoes the own split after B wrote in both halves: all of it stays, in one block (%o)',
  (options) => {
    const { world, a, b } = start(paragraphs('head tail'), options)
    a.step(() => a.after('head').press('Enter'))
    world.sync()
    b.after('head').type('1').after('tail').type('2')
    world.sync()
    a.undo.undo()
    world.sync()
    expect(outcome(world)).toBe('p head1 tail2')
  },
)

test.each(variants)('A undoes the own insert of a list that B wrote in (%o)', (options) => {
  const { world, a, b } = start(paragraphs('one'), options)
  a.step(() => {
    a.after('one').press('Enter').editor.commands.toggleBlock('bullet')
    a.type('x').press('Enter').type('y')
  })
  world.sync()
  b.after('y').type('B!')
  world.sync()
  while (a.undo.canUndo) a.undo.undo()
  world.sync()
  expect(outcome(world)).toMatch(/^p one\|(p|-) B!$/)
})

test.each(variants)('A undoes the own insert of a table that B wrote in: B’s cell stays (%o)', (options) => {
  const { world, a, b } = start(paragraphs('one'), options)
  a.step(() => a.after('one').editor.commands.insertTable(2, 2))
  world.sync()
  const cell = b.root.child(1).child(1).child(1)
  let position = 0
  b.root.descendants((node, at) => {
    if (node === cell) position = at
    return true
  })
  b.caret(position + 2).type('B!')
  world.sync()
  while (a.undo.canUndo) a.undo.undo()
  world.sync()
  expectRectangular(a)
  expect(outcome(world)).toContain('p B!')
})

test.each(variants)('A adds a column ∥ B adds a row and types: rectangular, nothing lost (%o)', (options) => {
  const { world, a, b } = start(twoByTwo, options)
  a.after('a1')
  addColumnAfter(a.editor.state, a.editor.view.dispatch)
  b.after('a2')
  addRowAfter(b.editor.state, b.editor.view.dispatch)
  b.after('b1').type('B!')
  world.sync()
  expectRectangular(a)
  const table = a.root.child(1)
  expect([table.childCount, table.child(0).childCount]).toEqual([3, 3])
  for (const text of ['a1', 'b1B!', 'a2', 'b2']) a.find(text)
})

test.each(variants)('A adds a column ∥ B deletes a row (%o)', (options) => {
  const { world, a, b } = start(twoByTwo, options)
  a.after('a1')
  addColumnAfter(a.editor.state, a.editor.view.dispatch)
  b.after('a2')
  deleteRow(b.editor.state, b.editor.view.dispatch)
  world.sync()
  expectRectangular(a)
  expect(a.root.child(1).childCount).toBe(1)
  expect(a.root.child(1).child(0).childCount).toBe(3)
})

test.each(variants)('both add a column, then both undo: as it was (%o)', (options) => {
  const { world, a, b } = start(twoByTwo, options)
  for (const person of [a, b])
    person.step(() => {
      person.after('a1')
      addColumnAfter(person.editor.state, person.editor.view.dispatch)
    })
  world.sync()
  expectRectangular(a)
  expect(a.root.child(1).child(0).childCount).toBe(4)
  a.undo.undo()
  b.undo.undo()
  world.sync()
  expect(a.root.child(1).child(0).childCount).toBe(2)
})

test.each(variants)('A deletes a column ∥ B types in another column (%o)', (options) => {
  const { world, a, b } = start(twoByTwo, options)
  a.after('a1')
  deleteColumn(a.editor.state, a.editor.view.dispatch)
  b.after('b2').type('B!')
  world.sync()
  expectRectangular(a)
  expect(outcome(world)).toContain('b2B!')
  expect(outcome(world)).not.toContain('a1')
})

test.each(variants)(
  'A deletes a column ∥ B types in that column: the column comes back with what B typed (%o)',
  (options) => {
    const { world, a, b } = start(twoByTwo, options)
    a.after('a1')
    deleteColumn(a.editor.state, a.editor.view.dispatch)
    b.after('a2').type('B!')
    world.sync()
    expectRectangular(a)
    expect(outcome(world)).toContain('p B!')
    expect(outcome(world)).not.toContain('a1')
  },
)

test.each(variants)('two people type in the same empty cell: both are there, in one cell (%o)', (options) => {
  const { world, a, b } = start((person) => {
    person.caret(1).editor.commands.insertTable(1, 1)
  }, options)
  const inCell = (person: Person) => person.caret(person.root.child(0).child(0).child(0).isTextblock ? 0 : 4)
  inCell(a).type('A')
  inCell(b).type('B')
  world.sync()
  expect(a.root.child(0).textContent).toMatch(/^(AB|BA)$/)
  expect(a.root.child(0).childCount).toBe(1)
})

test.each(variants)(
  'three people: one splits, one joins, one moves, and each types: every character once (%o)',
  (options) => {
    const { world, a, b } = start(paragraphs('one two', 'three', 'four'), { ...options, people: 3 })
    const c = world.person(2)
    a.after('one').press('Enter').type('A')
    b.before('three').press('Backspace').type('B')
    c.before('one').editor.commands.moveBlocks('down')
    c.after('four').type('C')
    world.sync()
    const text = world.text.replaceAll(/[^a-zA-Z]/g, '').replaceAll('p', '')
    expect([...text].sort().join('')).toBe([...'onetwothreefourABC'].sort().join(''))
  },
)

test.each(variants)(
  'three people split the same block in three places while each types: all in order (%o)',
  (options) => {
    const { world, a, b } = start(paragraphs('aabbcc'), { ...options, people: 3 })
    const c = world.person(2)
    a.after('aa').press('Enter').type('1')
    b.after('aabb').press('Enter').type('2')
    c.after('aabbcc').press('Enter').type('3')
    world.sync()
    expect(outcome(world)).toBe('p aa|p 1bb|p 2cc|p 3')
  },
)

test('[DU11] a reader who opens, selects, presses keys and receives edits writes nothing', () => {
  const { world, a, b } = start(paragraphs('one', 'two'))
  b.editor.setEditable(false)
  b.caret(2, 6).press('Enter').type('x').press('Backspace')
  b.editor.commands.setBlock('heading', { level: 1 })
  b.undo.undo()
  a.select('one').editor.commands.toggleStyle('bold')
  a.after('two').press('Enter').type('three')
  world.sync()
  expect(b.outbox).toEqual([])
  expect(outcome(world)).toBe('p bold{one}|p two|p three')
})

test('[DU11] someone who may edit but only opens, selects and receives writes nothing', () => {
  const { world, a, b } = start(twoByTwo)
  for (let position = 1; position < b.root.content.size; position += 1) b.caret(position)
  a.select('a1').editor.commands.toggleStyle('italic')
  a.after('intro').press('Enter')
  a.undo.undo()
  world.sync()
  expect(b.outbox).toEqual([])
})

test('what a newer version made is shown as such, kept, and survives edits around it', () => {
  const { world, a, b } = start(paragraphs('one', 'two'))
  // Written straight to Yjs, as a client of a later version would.
  a.doc.transact(() => {
    const content = contentOf(a.doc)
    content.insert(1, [newElement('hologram', 'holo', { depth: 3 })])
    const block = content.get(0)
    const text = block instanceof Y.XmlElement ? block.get(0) : undefined
    if (!(text instanceof Y.XmlText)) throw new Error('no text')
    text.format(0, 2, { sparkle: { size: 2 } })
    text.insertEmbed(3, { type: 'spinner', speed: 4 }, {})
    if (block instanceof Y.XmlElement) block.setAttribute('mood', 'sunny')
  })
  world.sync()
  expect(outcome(world)).toBe('p unknownMark{on}e(unknownInline)|<unknownBlock>|p two')
  b.after('on').type('!').press('Enter')
  b.before('two').press('Backspace')
  b.before('e').editor.commands.setBlock('heading', { level: 1 })
  world.sync()
  const xml = contentOf(a.doc).toString()
  expect(xml).toContain('<hologram depth="3" id="holo" live="true"></hologram>')
  expect(xml).toContain('mood="sunny"')
  expect(contentOf(b.doc).toString()).toBe(xml)
  expect(lines(b.root)).toContain('unknownInline')
  const delta = JSON.stringify(
    contentOf(b.doc)
      .toArray()
      .flatMap((child) => (child instanceof Y.XmlElement ? child.toArray() : []))
      .flatMap((child) => (child instanceof Y.XmlText ? child.toDelta() : [])),
  )
  expect(delta).toContain('{"sparkle":{"size":2}}')
  expect(delta).toContain('{"type":"spinner","speed":4}')
})

test('undo takes back one’s own edits only, outlives the view, and puts the caret back', () => {
  const { world, a, b } = start(paragraphs('one'))
  a.step(() => a.after('one').type('A'))
  world.sync()
  b.after('oneA').type('B')
  world.sync()
  a.caret(1)
  a.undo.undo()
  expect(a.editor.state.selection.head).toBe(a.find('one') + 3)
  world.sync()
  expect(outcome(world)).toBe('p oneB')
})
