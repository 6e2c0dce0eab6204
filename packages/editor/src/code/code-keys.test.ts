// @vitest-environment jsdom
import { afterEach, expect, test } from 'vitest'
import { type Person, World } from '../testing/merge-world.ts'

const worlds: World[] = []
afterEach(() => {
  for (const world of worlds.splice(0)) world.destroy()
})

function code(text: string): Person {
  const world = new World((person) => person.caret(1).editor.commands.setBlock('code'), { people: 1 })
  worlds.push(world)
  const person = world.person(0).caret(1)
  person.editor.view.dispatch(person.editor.state.tr.insertText(text))
  return person
}
const textOf = (person: Person): string => person.root.child(0).textContent

test('Tab and Shift+Tab indent the lines of a selection as the code does it', () => {
  const person = code('if a:\n  b\n  c\nd')
  person.select('b\n  c').press('Tab')
  expect(textOf(person)).toBe('if a:\n    b\n    c\nd')
  person.press('Tab', { shiftKey: true }).press('Tab', { shiftKey: true }).press('Tab', { shiftKey: true })
  expect(textOf(person)).toBe('if a:\nb\nc\nd')
  const tabbed = code('a')
  tabbed.after('a').press('Tab')
  expect(textOf(tabbed)).toBe('a\t')
})

test('Enter keeps the margin, and on an empty last line leaves the code', () => {
  const person = code('\tone')
  person.after('one').press('Enter').type('two')
  expect(textOf(person)).toBe('\tone\n\ttwo')
  person.press('Enter').press('Enter').type('text')
  expect(textOf(person)).toBe('\tone\n\ttwo')
  expect(person.root.child(1).textContent).toBe('text')
  expect(person.root.child(1).attrs['kind']).toBe('paragraph')
})
