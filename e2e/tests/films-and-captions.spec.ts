/** Films that people bring are played and sought in; the words under a picture are written by two at once. */
import type { Page } from '@playwright/test'
import { expect, test } from '../world/fixtures.ts'
import type { Person } from '../world/person.ts'
import { picture } from '../world/picture.ts'
import { Writer } from '../world/writer.ts'

/** A second and a half of coloured noise, as this browser records it, pasted into the text. */
async function pasteFilm(page: Page, name: string): Promise<void> {
  await page.evaluate(async (fileName) => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 320, height: 180 })
    const context = canvas.getContext('2d')
    const recorder = new MediaRecorder(canvas.captureStream(30), {
      mimeType: 'video/webm;codecs=vp8',
      videoBitsPerSecond: 4_000_000,
    })
    const parts: Blob[] = []
    recorder.addEventListener('dataavailable', ({ data }) => parts.push(data))
    const stopped = new Promise((resolve) => recorder.addEventListener('stop', resolve, { once: true }))
    recorder.start(200)
    for (const began = performance.now(); performance.now() - began < 1500; ) {
      for (let spot = 0; spot < 400 && context; spot += 1) {
        context.fillStyle = `hsl(${Math.random() * 360} 80% 50%)`
        context.fillRect(Math.random() * 320, Math.random() * 180, 20, 20)
      }
      await new Promise(requestAnimationFrame)
    }
    recorder.stop()
    await stopped
    const clipboardData = new DataTransfer()
    clipboardData.items.add(new File(parts, fileName, { type: 'video/webm' }))
    document
      .querySelector('[role=textbox][aria-multiline=true]')
      ?.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  }, name)
}

test('[UI19] a film that was recorded here plays for the other one, from wherever it is asked for', async ({
  person,
  server,
  documentId,
}) => {
  const [alice, bob] = [await person('Alice'), await person('Bob')]
  await alice.open(server.origin, documentId)
  await bob.open(server.origin, documentId)
  const parts: string[] = []
  bob.page.on('response', (response) => {
    if (response.status() === 206) parts.push(response.headers()['content-range'] ?? '')
  })
  await alice.text.click()
  await pasteFilm(alice.page, 'harvest.webm')
  await expect(alice.text.locator('video')).toBeVisible()
  const film = bob.text.locator('video')
  await expect(film).toBeVisible()
  const ready = (): Promise<number> => film.evaluate((video: HTMLVideoElement) => video.readyState)
  await expect.poll(ready, { timeout: 30_000 }).toBeGreaterThan(0)
  await expect(film).toHaveAccessibleName('harvest.webm')
  await film.evaluate(async (video: HTMLVideoElement) => {
    video.muted = true
    await video.play()
  })
  await expect.poll(() => film.evaluate((video: HTMLVideoElement) => video.currentTime)).toBeGreaterThan(0.1)
  const reached = await film.evaluate(
    (video: HTMLVideoElement) =>
      new Promise<number>((resolve) => {
        video.pause()
        video.addEventListener('seeked', () => resolve(video.currentTime), { once: true })
        video.currentTime = 1
      }),
  )
  expect(reached).toBeCloseTo(1, 1)
  expect(parts.length).toBeGreaterThan(0)
  // A part of it alone, from the middle.
  const answer = await film.evaluate(async (video: HTMLVideoElement) => {
    const response = await fetch(video.currentSrc, { headers: { range: 'bytes=100-199' } })
    const { byteLength } = await response.arrayBuffer()
    return { status: response.status, range: response.headers.get('content-range'), byteLength }
  })
  expect(answer).toMatchObject({ status: 206, byteLength: 100 })
  expect(answer.range).toMatch(/^bytes 100-199\/\d+$/)
})

async function pastePicture(who: Person): Promise<void> {
  const { buffer } = picture('field.png')
  await who.text.click()
  await who.page.evaluate((data) => {
    const clipboardData = new DataTransfer()
    const bytes = Uint8Array.from(atob(data), (character) => character.charCodeAt(0))
    clipboardData.items.add(new File([bytes], 'field.png', { type: 'image/png' }))
    document
      .querySelector('[role=textbox][aria-multiline=true]')
      ?.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  }, buffer.toString('base64'))
}

test('[UI19] two write the words under one picture: all of them stay, whole syllables, each undoes their own', async ({
  person,
  server,
  documentId,
}) => {
  const [alice, bob] = [
    await Writer.open(await person('Alice'), server.origin, documentId),
    await Writer.open(await person('Bob'), server.origin, documentId),
  ]
  await pastePicture(alice.person)
  const caption = ({ person: who }: Writer) => who.text.getByRole('textbox', { name: 'Caption' })
  await bob.person.text.getByRole('img', { name: 'field.png' }).click()
  await caption(bob).fill('rice')
  await expect(caption(alice)).toHaveValue('rice')
  await caption(alice).press('Home')
  await caption(bob).press('End')
  await Promise.all([alice.type('green '), bob.type(' at dawn')])
  for (const who of [alice, bob]) await expect(caption(who)).toHaveValue('green rice at dawn')
  // The caret stayed where one writes.
  await alice.type('wet ')
  await expect(caption(bob)).toHaveValue('green wet rice at dawn')
  // What is being composed is nobody else's yet, and what others write does not break it.
  await alice.press('End')
  await alice.type(' ')
  await alice.inputMethod.compose('ㄴ', '노')
  await caption(bob).press('Home')
  await bob.type('The ')
  await expect(caption(bob)).toHaveValue('The green wet rice at dawn ')
  await alice.inputMethod.commit('논')
  for (const who of [alice, bob]) await expect(caption(who)).toHaveValue('The green wet rice at dawn 논')
  for (let times = 0; times < 20 && /green|wet|논/.test(await caption(alice).inputValue()); times += 1)
    await alice.press('ControlOrMeta+z')
  for (const who of [alice, bob]) await expect(caption(who)).toHaveValue('The rice at dawn')
  await bob.press('Enter')
  await expect(bob.person.text).toBeFocused()
  await alice.person.saved()
})
