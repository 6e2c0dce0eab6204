/** A document on paper: what is read stays, what is pressed goes, nothing is cut off. */
import { BLOCK_TABLE } from '@dure/editor/block-table'
import { expect, test } from '../world/fixtures.ts'
import { Writer } from '../world/writer.ts'

/** A4 without its margins, in CSS pixels. */
const PAPER = { width: 718, height: 1000 }

const cells = (tag: string, words: string): string =>
  `<tr>${Array.from({ length: 9 }, (_, at) => `<${tag} style="width:260px"><p>${words}${at}</p></${tag}>`).join('')}</tr>`

test('[UI11] every block on paper: no controls, toggles open, wide tables whole, and light in the dark, too', async ({
  server,
  documentId,
  person,
}) => {
  const alice = await Writer.open(await person('Alice', { dark: true }), server.origin, documentId)
  const { page, person: who } = alice
  await who.title.fill('On paper')
  const wide = `<table>${cells('th', 'Quarterly figures of ')}${cells('td', 'unbreakable'.repeat(3))}</table>`
  const rows = BLOCK_TABLE.filter(({ asks }) => !asks)
  await alice.paste(rows.map(({ html }) => html).join('') + wide)
  const inside = who.text.locator('.toggle-body > :nth-child(2)').first()
  await who.text.getByRole('button', { name: 'Open or close' }).first().click()
  await expect(inside).toHaveAttribute('hidden', 'until-found')
  await expect(who.text.locator('.math .katex-display')).toBeVisible()
  await who.saved()

  await page.setViewportSize(PAPER)
  await page.emulateMedia({ media: 'print' })
  await expect(inside).toHaveCSS('content-visibility', 'visible')
  expect((await inside.boundingBox())?.height).toBeGreaterThan(15)
  // What can be pressed says nothing on paper. (A toggle's arrow is part of it.)
  await expect(
    page.locator('button:visible:not(.toggle-arrow), [role="separator"]:visible, header:visible'),
  ).toHaveCount(0)
  const sticksOut = await who.text.evaluate((text) => {
    const { right } = document.body.getBoundingClientRect()
    return [...text.querySelectorAll('*')]
      .filter((element) => element.getBoundingClientRect().right > right + 1 && !element.closest('.katex'))
      .map((element) => element.outerHTML.slice(0, 120))
  })
  expect(sticksOut).toEqual([])
  expect(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme)).toBe('light')
  await page.screenshot({ path: test.info().outputPath('paper.png'), fullPage: true })
  const paper = await page.pdf({
    format: 'A4',
    margin: { top: '12mm', bottom: '12mm', left: '10mm', right: '10mm' },
    path: test.info().outputPath('paper.pdf'),
  })
  // Pages say so themselves, in plain letters, whatever else is packed.
  expect(paper.subarray(0, 5).toString('latin1')).toBe('%PDF-')
  expect(paper.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0).toBeGreaterThan(1)
})
