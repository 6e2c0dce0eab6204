// @vitest-environment jsdom
import { expect, test } from 'vitest'
import { World } from './merge-world.ts'

const paragraphs =
  (...texts: string[]) =>
  (person: import('./merge-world.ts').Person) => {
    person.caret(1)
    for (const [index, text] of texts.entries()) {
      if (index > 0) person.press('Enter')
      person.type(text)
    }
  }

test('typing, splitting and joining reach the other', () => {
  const world = new World(paragraphs('hello world', 'second'))
  const [a, b] = [world.person(0), world.person(1)]
  expect(world.text).toBe('p hello world\np second')
  a.after('hello').type('!')
  b.after('second').type('?')
  world.sync()
  expect(world.text).toBe('p hello! world\np second?')
  a.after('hello!').press('Enter')
  b.after('wor').type('XX')
  world.sync()
  expect(world.text).toBe('p hello!\np  worXXld\np second?')
  a.before('second').press('Backspace')
  b.after('sec').type('YY')
  world.sync()
  expect(world.text).toBe('p hello!\np  worXXldsecYYond?')
})
