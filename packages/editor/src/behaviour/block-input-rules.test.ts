// @vitest-environment jsdom
import { afterEach, expect, test } from 'vitest'
import { type Person, World } from '../testing/merge-world.ts'

const worlds: World[] = []
afterEach(() => {
  for (const world of worlds.splice(0)) world.destroy()
})

function written(text: string): Person {
  const world = new World(() => undefined, { people: 1 })
  worlds.push(world)
  return world.person(0).caret(1).write(text)
}

const shape = (person: Person): string => {
  const names: string[] = []
  person.root.descendants((node) => {
    if (!node.isText) names.push(node.isTextblock ? String(node.attrs['kind']) : node.type.name)
    return true
  })
  return names.join(' ')
}

test.each([
  ['>> more', 'toggle paragraph paragraph', 'more'],
  ['[!warning] careful', 'callout paragraph paragraph', 'careful'],
  ['[toc] x', 'contents paragraph', 'x'],
  ['$$ ', 'math paragraph', ''],
  ['| a | b |\nx', 'table row cell paragraph cell paragraph row cell paragraph cell paragraph paragraph', 'abx'],
  ['a $x^2$ b', 'paragraph inlineMath', 'a  b'],
  ['$5 and $6', 'paragraph', '$5 and $6'],
  ['cost$5$', 'paragraph', 'cost$5$'],
  ['>> in\n\nout', 'toggle paragraph paragraph paragraph', 'inout'],
])('%s', (text, names, left) => {
  const person = written(text)
  expect(shape(person)).toBe(names)
  expect(person.root.textContent).toBe(left)
})

test('[!caution] is a callout of that tone, and Backspace at its start takes it apart', () => {
  const person = written('[!caution] careful')
  expect(person.root.child(0).attrs['tone']).toBe('danger')
  person.before('careful').press('Backspace')
  expect(shape(person)).toBe('paragraph paragraph')
})
