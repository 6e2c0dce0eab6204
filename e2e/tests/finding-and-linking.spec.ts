import { expect, test } from '../world/fixtures.ts'

test('[UI8] find steps through what it finds, replaces it all as one undo, and Escape goes back to the text', async ({
  server,
  documentId,
  person,
}) => {
  const [writer, reader] = [await person('Mina'), await person('Joon')]
  await writer.open(server.origin, documentId)
  await reader.open(server.origin, documentId)
  const { page } = writer
  await writer.type('The cat and the cat.')
  await page.keyboard.press('ControlOrMeta+Shift+f')
  const bar = page.getByRole('search', { name: 'Find' })
  await bar.getByRole('textbox', { name: 'Find in the text' }).fill('cat')
  await expect(bar.getByRole('status')).toHaveText('1 of 2')
  await page.keyboard.press('Enter')
  await expect(bar.getByRole('status')).toHaveText('2 of 2')
  await page.keyboard.press('Shift+Enter')
  await expect(bar.getByRole('status')).toHaveText('1 of 2')
  await bar.getByRole('textbox', { name: 'Replace with' }).fill('고양이')
  await bar.getByRole('button', { name: 'Replace all' }).click()
  await reader.sees('The 고양이 and the 고양이.')
  await expect(bar.getByRole('status')).toHaveText('Nothing found')
  await page.keyboard.press('Escape')
  await expect(bar).toBeHidden()
  await page.keyboard.press('ControlOrMeta+z')
  await reader.sees('The cat and the cat.')
  await writer.saved()
})

test('[UI8] what is selected is looked for, and a broken expression is said to be one', async ({
  server,
  documentId,
  person,
}) => {
  const writer = await person('Mina')
  await writer.open(server.origin, documentId)
  const { page } = writer
  await writer.type('one two one')
  await page.keyboard.press('ControlOrMeta+Shift+ArrowLeft')
  await page.keyboard.press('ControlOrMeta+f')
  const bar = page.getByRole('search', { name: 'Find' })
  await expect(bar.getByRole('textbox', { name: 'Find in the text' })).toHaveValue('one')
  await expect(bar.getByRole('status')).toHaveText('2 of 2')
  await bar.getByRole('button', { name: 'Regular expression' }).click()
  await bar.getByRole('textbox', { name: 'Find in the text' }).fill('(')
  await expect(bar.getByRole('status')).toHaveText('Not a valid expression')
  await bar.getByRole('textbox', { name: 'Find in the text' }).fill('t..')
  await expect(bar.getByRole('status')).toHaveText('1 of 1')
})

test('[UI8] a selection is made bold, coloured and a link by the menu over it', async ({
  server,
  documentId,
  person,
}) => {
  const [writer, reader] = [await person('Mina'), await person('Joon')]
  await writer.open(server.origin, documentId)
  await reader.open(server.origin, documentId)
  const { page } = writer
  await writer.type('See example')
  await page.keyboard.press('ControlOrMeta+Shift+ArrowLeft')
  const menu = page.getByRole('toolbar', { name: 'Selected text' })
  await menu.getByRole('button', { name: 'Bold' }).click()
  await expect(reader.text.locator('strong')).toHaveText('example')
  await menu.getByRole('button', { name: 'Colour' }).click()
  await page.getByRole('menuitemradio', { name: 'Blue' }).first().click()
  await expect(reader.text.locator('[data-color="blue"]')).toHaveText('example')
  await page.keyboard.press('ControlOrMeta+k')
  const address = page.getByRole('textbox', { name: 'Address of the link' })
  await address.fill('javascript:alert(1)')
  await address.press('Enter')
  await expect(page.getByText('Use an address that begins with https://')).toBeVisible()
  await address.fill('example.org')
  await address.press('Enter')
  const link = reader.text.getByRole('link', { name: 'example' })
  await expect(link).toHaveAttribute('href', 'https://example.org')
  await page.keyboard.type('!')
  await reader.sees('See example!')
  await expect(link).toHaveText('example')
})

test('[UI8] the card of a link at the caret changes it and takes it away', async ({ server, documentId, person }) => {
  const writer = await person('Mina')
  await writer.open(server.origin, documentId)
  const { page } = writer
  await writer.type('mail')
  await page.keyboard.press('ControlOrMeta+k')
  const address = page.getByRole('textbox', { name: 'Address of the link' })
  await address.fill('mina@example.org')
  await address.press('Enter')
  await expect(writer.text.getByRole('link')).toHaveAttribute('href', 'mailto:mina@example.org')
  await page.keyboard.press('ArrowLeft')
  await page.getByRole('button', { name: 'Change the link' }).click()
  await expect(address).toHaveValue('mailto:mina@example.org')
  await address.press('Escape')
  await page.getByRole('button', { name: 'Remove the link' }).click()
  await expect(writer.text.getByRole('link')).toHaveCount(0)
  await writer.sees('mail')
})
