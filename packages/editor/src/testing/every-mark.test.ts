// @vitest-environment jsdom
/** Every mark of the table: made in every way, undone and redone, copied out and back. */
import { MARKS } from '@dure/document'
import { afterEach, expect, test } from 'vitest'
import { MARK_TABLE, type MarkRow, WORDS } from './block-table.ts'
import { lines, type Person, World } from './merge-world.ts'
import { pasted } from './pasted.ts'

const worlds: World[] = []
afterEach(() => {
  for (const world of worlds.splice(0)) world.destroy()
})

function open(setUp: (person: Person) => void = () => undefined): Person {
  const world = new World(setUp, { people: 1 })
  worlds.push(world)
  return world.person(0).caret(1)
}

const rows = (has: (row: MarkRow) => unknown): [string, MarkRow][] => MARK_TABLE.filter(has).map((row) => [row.of, row])
const marked = ({ of }: MarkRow): string => `p ${of}{${WORDS}}`

test('[UI8] every mark of the schema has a row', () => {
  expect(Object.keys(MARKS).filter((name) => !MARK_TABLE.some(({ of }) => of === name))).toEqual([])
})

test.each(rows(({ typed }) => typed))('[UI8] %s, as Markdown is typed; what comes next is plain', (_, row) => {
  for (const typed of row.typed ?? []) {
    const person = open().write(`${typed} on`)
    expect(lines(person.root)).toBe(`${marked(row)} on`)
    while (person.undo.undo());
    expect(lines(person.root)).toBe('p')
    while (person.undo.redo());
    expect(lines(person.root)).toBe(`${marked(row)} on`)
  }
})

test.each(rows(({ shortcut }) => shortcut))('[UI8] %s, by its keys, on and off', (_, row) => {
  const person = open((author) => author.caret(1).type(WORDS)).select(WORDS)
  const [key = '', ...held] = (row.shortcut ?? '').split('-').reverse()
  const press = () => person.step(() => person.press(key, { ctrlKey: true, shiftKey: held.includes('Shift') }))
  press()
  expect(lines(person.root)).toBe(marked(row))
  press()
  expect(lines(person.root)).toBe(`p ${WORDS}`)
  person.undo.undo()
  expect(lines(person.root)).toBe(marked(row))
})

test.each(rows(() => true))('[UI8] %s, pasted from a page, and copied out and back', (_, row) => {
  expect(pasted(`<p>${row.html}</p>`)).toBe(marked(row))
  const person = open().paste(`<p>${row.html}</p><p>next</p>`)
  const { dom, text } = person.editor.view.serializeForClipboard(person.root.slice(0, person.root.content.size))
  expect(pasted(dom.innerHTML)).toBe(`${marked(row)}\np next`)
  expect(text).toBe(`${row.markdown ?? WORDS}\n\nnext`)
})
