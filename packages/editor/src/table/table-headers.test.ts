// @vitest-environment jsdom
import { expect, test } from 'vitest'
import { World } from '../testing/merge-world.ts'

test('header cells say that they are, whatever is typed, added, moved or switched, by whomever', () => {
  const world = new World((person) => person.caret(1).editor.commands.insertTable(2, 2))
  const [a, b] = [world.person(0), world.person(1)]
  const roles = () =>
    [...b.editor.view.dom.querySelectorAll('tr')].map((row) =>
      [...row.children].map((cell) => cell.getAttribute('role')?.slice(0, 3) ?? '-').join(' '),
    )
  expect(roles()).toEqual(['col col', '- -'])
  a.caret(4).type('name')
  a.editor.commands.addColumn('after')
  a.editor.commands.toggleHeader('column')
  world.sync()
  expect(roles()).toEqual(['col col col', 'row - -'])
  a.editor.commands.moveRow(1)
  a.after('name').press('Enter').type('two lines')
  world.sync()
  expect(roles()).toEqual(['col col col', 'row - -'])
  a.editor.commands.moveRow(-1)
  a.editor.commands.toggleHeader('row')
  world.sync()
  expect(roles()).toEqual(['row - -', 'row - -'])
  a.editor.commands.deleteRows()
  world.sync()
  expect(roles()).toEqual(['row - -'])
  world.destroy()
})
