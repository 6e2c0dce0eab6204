// @vitest-environment jsdom
/** Every block of the table: made in every way, moved, turned, undone and redone, copied out and back. */
import { BLOCK_KINDS, INLINE_LEAVES, NODES } from '@dure/document'
import type { Node } from '@tiptap/pm/model'
import { NodeSelection } from '@tiptap/pm/state'
import { afterEach, describe, expect, test } from 'vitest'
import { blockStart, CONTAINERS, containRange, moveRange, rangeToTake } from '../behaviour/block-ranges.ts'
import { BLOCK_TABLE, type BlockRow, WORDS } from './block-table.ts'
import { lines, type Person, World, type WorldOptions } from './merge-world.ts'

const worlds: World[] = []
afterEach(() => {
  for (const world of worlds.splice(0)) world.destroy()
})

function open(setUp: (person: Person) => void = () => undefined, options: WorldOptions = { people: 1 }): World {
  const world = new World(setUp, options)
  worlds.push(world)
  return world
}

/** Without the empty line that is there to go on in. */
const shown = (person: Person): string => lines(person.root).replace(/(\np)+$/, '')

/** As Ctrl-V does with plain text. */
function pasteText(person: Person, text: string): void {
  const data = { getData: (type: string) => (type === 'text/plain' ? text : ''), files: [], types: ['text/plain'] }
  const event = Object.assign(new Event('paste', { bubbles: true, cancelable: true }), { clipboardData: data })
  person.editor.view.dom.dispatchEvent(event)
}

function copied(person: Person): { readonly html: string; readonly text: string } {
  const { dom, text } = person.editor.view.serializeForClipboard(person.root.slice(0, person.root.content.size))
  return { html: dom.innerHTML, text }
}

const nameOf = (node: Node): string => (node.isTextblock ? String(node.attrs['kind']) : node.type.name)

function find(person: Person, { of, attributes = {} }: BlockRow): { node: Node; position: number } | undefined {
  let found: { node: Node; position: number } | undefined
  person.root.descendants((node, position) => {
    const fits = Object.entries(attributes).every(([name, value]) => node.attrs[name] === value)
    if (!found && nameOf(node) === of && fits) found = { node, position }
    return found === undefined
  })
  return found
}

/** Names of blocks are new in each copy. */
const withoutNames = (person: Person): string =>
  JSON.stringify(person.root.toJSON()).replaceAll(/"(id|column)":"[^"]*",?/g, '')

/** All the way back and all the way forth again. */
function expectUndone(person: Person, before: string): void {
  const after = lines(person.root)
  while (person.undo.undo());
  expect(lines(person.root), 'undone').toBe(before)
  while (person.undo.redo());
  expect(lines(person.root), 'made again').toBe(after)
}

const rows = (has: (row: BlockRow) => unknown): [string, BlockRow][] =>
  BLOCK_TABLE.filter(has).map((row) => [row.name, row])

test('[UI11] every block of the schema has a row', () => {
  const holders = Object.entries(NODES).flatMap(([name, { role }]) => (role === 'part' ? [] : [name]))
  const had = new Set(BLOCK_TABLE.map(({ of }) => of))
  expect([...BLOCK_KINDS, ...holders, ...Object.keys(INLINE_LEAVES)].filter((name) => !had.has(name))).toEqual([])
  expect(new Set(BLOCK_TABLE.map(({ name }) => name)).size).toBe(BLOCK_TABLE.length)
})

describe('[UI11] every block is made, undone and made again', () => {
  test.each(rows(({ typed }) => typed))('%s, as Markdown is typed', (_, row) => {
    for (const typed of row.typed ?? []) {
      const person = open().person(0).caret(1)
      const before = lines(person.root)
      person.write(typed)
      expect(find(person, row), typed).toBeDefined()
      expect(person.root.textContent, 'the signs are gone').not.toContain(typed.trim())
      // A formula is selected, to be filled in; elsewhere one goes on writing.
      if (!(person.editor.state.selection instanceof NodeSelection)) {
        person.write(WORDS)
        expect(person.root.textContent.split(WORDS)).toHaveLength(2)
      }
      expectUndone(person, before)
    }
  })

  test.each(rows(({ shortcut }) => shortcut))('%s, by its keys', (_, row) => {
    const person = open((author) => author.caret(1).type(WORDS).editor.commands.setBlock('quote')).person(0)
    const before = lines(person.root)
    const [key = '', ...held] = (row.shortcut ?? '').split('-').reverse()
    person.after(WORDS)
    const modifiers = { ctrlKey: true, altKey: held.includes('Alt'), shiftKey: held.includes('Shift') }
    person.press(key, modifiers)
    expect(find(person, row)?.node.textContent).toBe(WORDS)
    expectUndone(person, before)
  })

  test.each(rows(() => true))('%s, pasted from a page', (_, row) => {
    const person = open().person(0).caret(1)
    const before = lines(person.root)
    person.paste(row.html)
    expect(shown(person)).toBe(row.shows)
    expect(find(person, row)).toBeDefined()
    expectUndone(person, before)
  })

  test.each(rows(({ markdown }) => markdown))('%s, pasted as Markdown', (_, row) => {
    const person = open().person(0).caret(1)
    const before = lines(person.root)
    pasteText(person, row.markdown ?? '')
    expect(shown(person)).toBe(row.shows)
    expect(find(person, row)).toBeDefined()
    expectUndone(person, before)
  })
})

/** The block of a row between two lines. */
const between = (row: BlockRow, options?: WorldOptions): World =>
  open((author) => author.caret(1).paste(`<p>above</p>${row.html}<p>below</p>`), options)

/** Puts the caret into the block, at its beginning or end; what holds no text is selected. */
function enter(person: Person, side: 'first' | 'last'): void {
  const start = person.root.child(0).nodeSize
  const places: number[] = []
  const block = person.root.child(1)
  if (block.isLeaf) person.selectNode(start)
  else if (block.isTextblock) person.caret(start + 1)
  else {
    block.descendants((node, position) => {
      if (node.isTextblock) places.push(start + 1 + position + 1)
      return true
    })
    person.caret((side === 'first' ? places[0] : places.at(-1)) ?? start)
  }
}

describe('[UI13] every block moves, with what others write in it, and back', () => {
  test.each(rows(() => true))('%s, by keys', (_, row) => {
    const world = between(row, { people: 2 })
    const [ann, bob] = [world.person(0), world.person(1)]
    expect(shown(ann)).toBe(`p above\n${row.shows}\np below`)
    const writes = bob.root.textContent.includes(WORDS)
    if (writes) bob.after(WORDS).type('!')
    const theirs = writes ? row.shows.replace(WORDS, `${WORDS}!`) : row.shows
    enter(ann, 'first')
    ann.step(() => ann.press('ArrowUp', { altKey: true }))
    expect(shown(ann)).toBe(`${row.shows}\np above\np below`)
    world.sync()
    expect(world.text).toBe(`${theirs}\np above\np below`)
    ann.undo.undo()
    world.sync()
    expect(world.text).toBe(`p above\n${theirs}\np below`)
    enter(ann, 'last')
    ann.step(() => ann.press('ArrowDown', { altKey: true }))
    world.sync()
    expect(world.text).toBe(`p above\np below\n${theirs}`)
    ann.undo.undo()
    ann.undo.redo()
    world.sync()
    expect(world.text).toBe(`p above\np below\n${theirs}`)
  })

  test.each(rows(() => true))('%s, by its handle', (_, row) => {
    const world = between(row, { people: 2 })
    const [ann, bob] = [world.person(0), world.person(1)]
    const writes = bob.root.textContent.includes(WORDS)
    if (writes) bob.after(WORDS).type('!')
    const theirs = writes ? row.shows.replace(WORDS, `${WORDS}!`) : row.shows
    const start = ann.root.child(0).nodeSize
    const range = rangeToTake(ann.editor.state, blockStart(ann.root, start, true) ?? -1)
    const tr = range && moveRange(ann.editor.state, range, ann.root.content.size)
    if (!tr) throw new Error('it does not move')
    ann.step(() => ann.editor.view.dispatch(tr))
    world.sync()
    expect(world.text).toBe(`p above\np below\n${theirs}`)
    ann.undo.undo()
    world.sync()
    expect(world.text).toBe(`p above\n${theirs}\np below`)
  })
})

describe('[UI11] every block becomes others, and what is written in it stays', () => {
  const kinds = rows(({ of }) => BLOCK_KINDS.some((kind) => kind === of))
  test.each(kinds)('%s', (_, row) => {
    for (const [, other] of kinds) {
      const person = between(row).person(0)
      const [before, words] = [lines(person.root), person.root.child(1).textContent]
      enter(person, 'first')
      person.step(() => person.editor.commands.setBlock(other.of as never, other.attributes as never))
      const { attrs, textContent } = person.root.child(1)
      const level = other.of === 'heading' ? { level: other.attributes?.['level'] } : {}
      expect({ ...attrs, textContent }).toMatchObject({ kind: other.of, ...level, textContent: words })
      expectUndone(person, before)
    }
  })

  test.each(rows(() => true))(
    '%s, put into a callout and a toggle, which become each other, and taken out',
    (_, row) => {
      const world = between(row, { people: 2 })
      const [ann, bob] = [world.person(0), world.person(1)]
      const isOne = CONTAINERS.some((name) => name === row.of)
      // Lines of code are lines of one block.
      const inside = `  ${row.of === 'code' ? row.shows : row.shows.replaceAll('\n', '\n  ')}`
      const start = ann.root.child(0).nodeSize
      for (const name of isOne ? [] : [...CONTAINERS, CONTAINERS[0], null]) {
        if (bob.root.textContent.includes(WORDS)) bob.after(WORDS).type('!')
        const to = start + ann.root.child(1).nodeSize
        const tr = containRange(ann.editor.state, { from: start, to }, name)
        if (!tr) throw new Error(`it is not put into ${name}`)
        ann.step(() => ann.editor.view.dispatch(tr))
        world.sync()
        const written = world.text.replaceAll('!', '')
        if (name) expect(written).toBe(`p above\n<${name}>\n${inside}\np below`)
        else expect(written).toBe(`p above\n${row.shows}\np below`)
      }
      const marks = world.text.split('!').length - 1
      expect(marks).toBe(!isOne && row.shows.includes(WORDS) ? 4 : 0)
      while (ann.undo.undo());
      world.sync()
      expect(world.text.replaceAll('!', '')).toBe(`p above\n${row.shows}\np below`)
      expect(world.text.split('!').length - 1).toBe(marks)
    },
  )

  test.each(rows(({ of }) => ['callout', 'toggle', 'columns'].includes(of)))('%s, taken apart', (_, row) => {
    const person = between(row).person(0)
    const before = lines(person.root)
    enter(person, 'first')
    person.step(() =>
      row.of === 'columns' ? person.editor.commands.unwrapColumns() : person.editor.commands.unwrapBlocks(),
    )
    expect(find(person, row)).toBeUndefined()
    expect(lines(person.root)).toContain(`p above\np ${WORDS}\n`)
    expectUndone(person, before)
  })
})

describe('[UI11] every block comes back from the clipboard', () => {
  test.each(rows(() => true))('%s, as it was', (_, row) => {
    const person = open().person(0).caret(1)
    person.paste(row.html)
    const other = open().person(0).caret(1)
    other.paste(copied(person).html)
    expect(shown(other)).toBe(row.shows)
    expect(find(other, row)).toBeDefined()
    const ends = /,\{"type":"block","attrs":\{"kind":"paragraph"[^}]*\}\}(?=\]\}$)/
    expect(withoutNames(other).replace(ends, '')).toBe(withoutNames(person).replace(ends, ''))
  })

  test.each(rows(() => true))('%s, by Markdown', (_, row) => {
    const person = open().person(0).caret(1)
    person.paste(row.html)
    const { text } = copied(person)
    const other = open().person(0).caret(1)
    pasteText(other, text)
    expect(shown(other)).toBe(row.afterMarkdown ?? row.shows)
    if (row.afterMarkdown === undefined) expect(find(other, row)).toBeDefined()
  })
})
