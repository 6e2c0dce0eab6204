// @vitest-environment jsdom
import { expect, test } from 'vitest'
import { World } from '../testing/merge-world.ts'

const ITEMS =
  '<ol><li>first<ol><li>deep</li></ol></li></ol><ul><li>plain</li><li><input type="checkbox" checked> done</li></ul>'

test('[UI10] every list item stands in a list of its own, says its level, and a box is named by its text', () => {
  const world = new World((person) => person.caret(1).paste(ITEMS))
  const { dom } = world.person(0).editor.view
  const items = [...dom.querySelectorAll('[role="listitem"]')]
  expect(items.map((item) => item.parentElement?.getAttribute('role'))).toEqual(['list', 'list', 'list', 'list'])
  expect(items.map((item) => item.getAttribute('aria-level'))).toEqual(['1', '2', '1', '1'])
  // ARIA allows nothing but items in a list.
  expect(dom.querySelectorAll('[role="list"] > :not([role="listitem"])')).toHaveLength(0)
  const box = dom.querySelector('[role="checkbox"]')
  expect(box?.getAttribute('aria-checked')).toBe('true')
  const name = dom.querySelector(`[id="${box?.getAttribute('aria-labelledby')}"]`)
  expect(name?.textContent).toBe('done')
  world.destroy()
})
