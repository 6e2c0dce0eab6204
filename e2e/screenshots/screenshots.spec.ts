/** The pictures of docs/images: home and a document, in both languages and themes, on a desktop and a phone. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createApiClient } from '@dure/api'
import { joinAs, OWNER, signIn } from '@dure/testkit'
import type { Page } from '@playwright/test'
import { deploy } from '../world/deployment.ts'
import { expect, test } from '../world/fixtures.ts'
import { Writer } from '../world/writer.ts'
import { TERRACES } from './terraces.ts'
import { WORDS } from './words.ts'

const IMAGES = join(import.meta.dirname, '../../docs/images')
const SIZES = { desktop: { width: 1280, height: 820 }, phone: { width: 360, height: 740 } } as const

/** As WebP, which is a third of what PNG takes; Chromium itself makes it. */
async function shoot(page: Page, name: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready.then(() => undefined))
  const png = await page.screenshot({ animations: 'disabled', caret: 'initial' })
  const webp = await page.evaluate(async (data) => {
    const bytes = Uint8Array.from(atob(data), (character) => character.charCodeAt(0))
    const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height)
    canvas.getContext('2d')?.drawImage(bitmap, 0, 0)
    const blob = await canvas.convertToBlob({ type: 'image/webp', quality: 0.86 })
    return btoa(Array.from(new Uint8Array(await blob.arrayBuffer()), (byte) => String.fromCharCode(byte)).join(''))
  }, png.toString('base64'))
  await writeFile(join(IMAGES, `${name}.webp`), Buffer.from(webp, 'base64'))
}

for (const language of ['en', 'ko'] as const) {
  test(`screenshots in ${language}`, async ({ person }) => {
    const words = WORDS[language]
    const deployment = await deploy(1, { DURE_OWNER_NAME: words.me })
    try {
      const { origin } = deployment.replicas[0]
      const headers = await signIn(origin)
      const api = createApiClient(origin, { ...headers })
      const locale = language === 'ko' ? 'ko-KR' : 'en-GB'
      const mina = await person(words.me, { language: locale, as: { origin, ...headers } })
      const { page } = mina
      await page.emulateMedia({ reducedMotion: 'reduce' })
      const label = (name: string) => page.getByRole('button', { name, exact: true })
      for (const title of [...words.workspace, words.title]) {
        const { id } = await api.createDocument({})
        await page.goto(`${origin}/d/${id}`)
        await expect(mina.text).toBeVisible()
        await mina.title.fill(title)
        await expect.poll(async () => (await api.getDocument(id)).title).toBe(title)
      }
      const documentId = page.url().slice(-22)
      await page.getByRole('main').hover({ position: { x: 300, y: 40 } })
      const chosen = page.waitForEvent('filechooser')
      await label(words.labels.cover).click()
      await label(words.labels.upload).click()
      await (await chosen).setFiles({ name: 'terraces.svg', mimeType: 'image/svg+xml', buffer: TERRACES })
      await expect(page.locator('[data-cover="picture"] img')).toBeVisible()
      await mina.text.evaluate((text, html) => {
        text.focus()
        const clipboardData = new DataTransfer()
        clipboardData.setData('text/html', html)
        text.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
      }, words.text)
      await api.setGeneralAccess(documentId, { reach: 'workspace', role: 'editor' })
      const other = { name: words.other, email: 'jun@dure.test', password: `${OWNER.password} of Jun` }
      const jun = await Writer.open(
        await person(words.other, { as: { origin, ...(await joinAs(origin, headers, other)) } }),
        origin,
        documentId,
      )
      await expect(jun.person.text).toContainText(words.todo)
      await jun.caret(words.todo, words.todo.length)
      await jun.type(words.typed)

      for (const theme of ['light', 'dark'] as const) {
        for (const [size, viewport] of Object.entries(SIZES)) {
          await page.setViewportSize(viewport)
          await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
          await page.goto(origin)
          await expect(page.getByRole('main').getByText(words.title).first()).toBeVisible()
          await shoot(page, `home-${language}-${theme}-${size}`)
          await page.goto(`${origin}/d/${documentId}`)
          await expect(mina.text).toContainText(words.typed)
          await expect(page.locator('[data-cover="picture"] img')).toBeVisible()
          // Their name stands at their caret for a moment after they were at work.
          await jun.press('ArrowLeft', 'ArrowRight')
          await expect(page.locator('.dure-caret')).toBeVisible()
          await shoot(page, `document-${language}-${theme}-${size}`)
        }
      }
    } finally {
      await deployment.stop()
    }
  })
}
