// @vitest-environment jsdom
import type { Transaction } from '@tiptap/pm/state'
import { afterEach, describe, expect, test } from 'vitest'
import { lines, type Person, World } from '../testing/merge-world.ts'
import {
  blockStart,
  blockWithChildren,
  colourRange,
  deleteRange,
  duplicateRange,
  findBlock,
  insertUnder,
  moveRange,
  moveRangeBy,
  rangeToTake,
  turnRange,
} from './block-ranges.ts'

let world: World
afterEach(() => world.destroy())

const LIST = '<p>top</p><ul><li>a<ul><li>a1</li><li>a2</li></ul></li><li>b</li></ul><p>end</p>'
const start = (html: string, people = 2): void => {
  world = new World((person) => person.caret(1).paste(html), { people })
}

const at = (person: Person, text: string): number => blockStart(person.root, person.find(text)) ?? -1
const range = (person: Person, text: string) => {
  const found = rangeToTake(person.editor.state, at(person, text))
  if (!found) throw new Error(`no block "${text}"`)
  return found
}
function run(person: Person, tr: Transaction | undefined): void {
  if (!tr) throw new Error('it does nothing')
  person.editor.view.dispatch(tr)
}

describe('[UI13] a block that is taken by its handle', () => {
  test('brings the items under it, and fits in where it is dropped', () => {
    start(LIST)
    const [ann, bob] = [world.person(0), world.person(1)]
    bob.after('a1').type(' and more')
    run(ann, moveRange(ann.editor.state, range(ann, 'a'), at(ann, 'end')))
    world.sync()
    expect(world.text).toBe('p top\n- b\n- a\n  - a1 and more\n  - a2\np end')
    // An item goes as deep as the one above it lets it: under a paragraph, not at all.
    run(ann, moveRange(ann.editor.state, range(ann, 'a2'), at(ann, 'top')))
    world.sync()
    expect(world.text).toBe('- a2\np top\n- b\n- a\n  - a1 and more\np end')
    ann.editor.commands.undo()
    ann.editor.commands.undo()
    world.sync()
    expect(world.text).toBe('p top\n- a\n  - a1 and more\n  - a2\n- b\np end')
  })

  test('joins the items under an item when it is dropped before them', () => {
    start(LIST)
    const ann = world.person(0)
    run(ann, moveRange(ann.editor.state, range(ann, 'b'), at(ann, 'a1')))
    expect(lines(ann.root)).toBe('p top\n- a\n  - b\n  - a1\n  - a2\np end')
  })

  test('takes the selected blocks along when it is one of them', () => {
    start('<p>one</p><p>two</p><p>three</p><p>four</p>')
    const [ann, bob] = [world.person(0), world.person(1)]
    ann.caret(ann.find('two') + 1, ann.find('three') + 2)
    bob.after('three').type('!')
    const taken = range(ann, 'three')
    expect(range(ann, 'one')).toEqual(blockWithChildren(ann.root, 0))
    run(ann, moveRange(ann.editor.state, taken, 0))
    world.sync()
    expect(world.text).toBe('p two\np three!\np one\np four')
    expect(ann.root.textBetween(ann.editor.state.selection.from, ann.editor.state.selection.to, '|')).toBe('wo|th')
  })

  test('goes into a callout and out of it, with what others write in it, but never into itself or a table', () => {
    start(
      `<p>text</p><div data-node="callout" data-attributes="{}"><p>inside</p></div><table><tr><td>cell</td></tr></table>`,
    )
    const [ann, bob] = [world.person(0), world.person(1)]
    bob.after('text').type(' of Bob')
    run(ann, moveRange(ann.editor.state, range(ann, 'text'), at(ann, 'inside')))
    world.sync()
    expect(world.text).toBe('<callout>\n  p text of Bob\n  p inside\n<table>\n  <row>\n    <cell>\n      p cell')
    const callout = { from: 0, to: ann.root.child(0).nodeSize }
    expect(moveRange(ann.editor.state, callout, at(ann, 'inside'))).toBeUndefined()
    expect(ann.root.nodeAt(at(ann, 'cell'))?.type.name).toBe('table')
    expect(moveRange(ann.editor.state, callout, at(ann, 'cell') + 1)).toBeUndefined()
    expect(blockStart(ann.root, ann.find('inside'), true)).toBe(0)
    run(ann, moveRange(ann.editor.state, range(ann, 'text'), ann.root.content.size))
    world.sync()
    expect(world.text.endsWith('p text of Bob')).toBe(true)
  })

  test('goes past whole neighbours by keys, and stays at the ends', () => {
    start(LIST)
    const ann = world.person(0)
    ann.before('b').press('ArrowUp', { altKey: true })
    expect(lines(ann.root)).toBe('p top\n- b\n- a\n  - a1\n  - a2\np end')
    ann.press('ArrowDown', { altKey: true })
    expect(lines(ann.root)).toBe('p top\n- a\n  - a1\n  - a2\n- b\np end')
    ann.before('a').press('ArrowDown', { altKey: true }).press('ArrowDown', { altKey: true })
    expect(lines(ann.root)).toBe('p top\n- b\np end\n- a\n  - a1\n  - a2')
    ann.press('ArrowDown', { altKey: true })
    expect(lines(ann.root)).toBe('p top\n- b\np end\n- a\n  - a1\n  - a2')
    world.sync()
  })

  test('moves by one place, is doubled under other names, turned, coloured and deleted', () => {
    start('<p>one</p><ul><li>two<ul><li>three</li></ul></li></ul>')
    const ann = world.person(0)
    run(ann, moveRangeBy(ann.editor.state, range(ann, 'two'), 'up'))
    expect(lines(ann.root)).toBe('- two\n  - three\np one')
    expect(moveRangeBy(ann.editor.state, range(ann, 'two'), 'up')).toBeUndefined()
    run(ann, duplicateRange(ann.editor.state, range(ann, 'two')))
    expect(lines(ann.root)).toBe('- two\n  - three\n- two\n  - three\np one')
    run(ann, turnRange(ann.editor.state, { from: 0, to: 5 }, 'heading', { level: 2 }))
    run(ann, colourRange(ann.editor.state, range(ann, 'one'), 'highlight', 'blue'))
    run(ann, deleteRange(ann.editor.state, range(ann, 'three')))
    expect(lines(ann.root)).toBe('h2 two\n- two\n  - three\np highlight{one}')
    run(ann, colourRange(ann.editor.state, range(ann, 'one'), 'highlight', null))
    run(ann, deleteRange(ann.editor.state, { from: 0, to: ann.root.content.size }))
    expect(lines(ann.root)).toBe('p')
    world.sync()
  })

  test('gets a line under it to write on', () => {
    start('<p>one</p><ul><li>two</li></ul>')
    const ann = world.person(0)
    run(ann, insertUnder(ann.editor.state, range(ann, 'one')))
    ann.type('new')
    run(ann, insertUnder(ann.editor.state, range(ann, 'two')))
    ann.type('item')
    expect(lines(ann.root)).toBe('p one\np new\n- two\n- item')
    expect(findBlock(ann.root, String(ann.root.child(2).attrs['id']))).toBe(at(ann, 'two'))
    expect(findBlock(ann.root, 'nowhere')).toBeUndefined()
  })
})
