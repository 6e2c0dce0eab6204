/** Lists as people make, nest, leave, paste and copy them, and as a screen reader hears them. */
import { expect, test } from '../world/fixtures.ts'
import { Writer } from '../world/writer.ts'

test('lists are made, nested, left, numbered, checked and copied as everywhere', async ({
  server,
  documentId,
  person,
}) => {
  const alice = await Writer.open(await person('Alice'), server.origin, documentId)
  await alice.person.text.click()
  await alice.type('- one')
  await alice.press('Enter')
  await alice.type('two')
  await alice.press('Tab', 'Enter')
  await alice.type('three')
  await alice.shows(['bullet one', 'bullet +1 two', 'bullet +1 three'])
  // Enter on an empty item goes one level out each time, and at last out of the list.
  await alice.press('Enter', 'Enter')
  await alice.shows(['bullet one', 'bullet +1 two', 'bullet +1 three', 'bullet '])
  await alice.press('Enter')
  await alice.type('1. first')
  await alice.press('Enter')
  await alice.type('second')
  await alice.press('Enter', 'Backspace')
  await alice.type('[] task')
  await alice.press('ControlOrMeta+Enter')
  await alice.shows(['bullet one', 'bullet +1 two', 'bullet +1 three', 'ordered first', 'ordered second', 'task task'])
  await expect(alice.person.text.getByRole('checkbox', { name: 'task' })).toBeChecked()
  await alice.person.text.getByRole('checkbox', { name: 'task' }).click()
  await expect(alice.person.text.getByRole('checkbox', { name: 'task' })).not.toBeChecked()
  // Backspace at the start of an item: less deep, then plain text.
  await alice.caret('three')
  await alice.press('Backspace')
  await alice.shows(['bullet one', 'bullet +1 two', 'bullet three', 'ordered first', 'ordered second', 'task task'])
  await alice.press('ControlOrMeta+a')
  const copied = await alice.person.text.evaluate((text) => {
    const clipboardData = new DataTransfer()
    text.dispatchEvent(new ClipboardEvent('copy', { clipboardData, bubbles: true, cancelable: true }))
    return clipboardData.getData('text/html')
  })
  expect(copied.replaceAll(/ data-[a-z-]+="[^"]*"/g, '')).toBe(
    '<ul><li>one<ul><li>two</li></ul></li><li>three</li></ul><ol><li>first</li><li>second</li></ol><ul><li>task</li></ul>',
  )
})

test('[UI10] a screen reader hears each item as one, with its level and whether it is done', async ({
  server,
  documentId,
  person,
}) => {
  const alice = await Writer.open(await person('Alice'), server.origin, documentId)
  await alice.paste(
    '<ol><li>first<ol><li>deep</li></ol></li><li>second</li></ol><ul><li><input type="checkbox" checked> done</li></ul>',
  )
  const { text } = alice.person
  await expect(text.getByRole('listitem', { level: 2 })).toHaveText('deep')
  await expect(text.getByRole('checkbox', { name: 'done', checked: true })).toBeVisible()
  // Every list item stands in a list, and every list holds nothing but its item: ARIA's rule, and axe's.
  expect(
    await text.evaluate((root) => ({
      items: root.querySelectorAll('[role="listitem"]').length,
      strays: root.querySelectorAll(':not([role="list"]) > [role="listitem"], [role="list"] > :not([role="listitem"])')
        .length,
    })),
  ).toEqual({ items: 4, strays: 0 })
})
