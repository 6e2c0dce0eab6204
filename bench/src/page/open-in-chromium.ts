/** Opens a page as somebody does who was never there, and types in it. */
import type { Browser } from '@playwright/test'
import { FIRST_WORDS, LAST_WORDS } from './hundred-pages.ts'

const KEYS = 80
/** Somebody who types fast. A pace is what is measured here: keys as quick as a script can would queue. */
const BETWEEN_KEYS_MS = 40

export interface Opening {
  /** From the first byte asked for, ms: until the first words could be read, … */
  readonly text: number
  /** … until one could type, … */
  readonly typing: number
  /** … until the last words were there. */
  readonly whole: number
  /** From each key to the frame that shows it, ms. */
  readonly keys: readonly number[]
}

interface Marks {
  text?: number
  typing?: number
  whole?: number
  keys: number[]
}

export async function openAndType(browser: Browser, address: string): Promise<Opening> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  const page = await context.newPage()
  await page.addInitScript(watch, [FIRST_WORDS, LAST_WORDS] as const)
  await page.goto(address, { waitUntil: 'commit' })
  await page.waitForFunction(() => {
    const { marks } = globalThis as unknown as { marks?: Marks }
    return marks?.whole !== undefined && marks.typing !== undefined
  })
  await page.getByText(FIRST_WORDS).click()
  await page.keyboard.press('End')
  await page.evaluate(() => new Promise((quiet) => requestIdleCallback(quiet)))
  await page.evaluate(() => (globalThis as unknown as { marks: Marks }).marks.keys.splice(0))
  for (let key = 0; key < KEYS; key += 1) {
    await page.keyboard.press('x')
    await page.waitForTimeout(BETWEEN_KEYS_MS)
  }
  const {
    text = 0,
    typing = 0,
    whole = 0,
    keys,
  } = await page.evaluate(() => (globalThis as unknown as { marks: Marks }).marks)
  await context.close()
  return { text, typing, whole, keys }
}

/** Runs in the page, before its own scripts: looks at each frame what it shows. */
function watch([first, last]: readonly [string, string]): void {
  const marks: Marks = { keys: [] }
  Object.assign(globalThis, { marks })
  const look = (): void => {
    const text = document.querySelector('.ProseMirror')
    const now = performance.now()
    if (text?.querySelector('p')?.textContent.includes(first) === true) {
      marks.text ??= now
      if (text.getAttribute('contenteditable') === 'true') marks.typing ??= now
    }
    if (marks.typing !== undefined && text?.lastElementChild?.textContent.includes(last) === true) marks.whole ??= now
    if (marks.whole === undefined) requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
  addEventListener(
    'keydown',
    () => {
      const pressed = performance.now()
      // The frame that shows it is drawn after this callback: a task of its own comes after that.
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel()
        port1.onmessage = () => marks.keys.push(performance.now() - pressed)
        port2.postMessage(undefined)
      })
    },
    { capture: true },
  )
}
