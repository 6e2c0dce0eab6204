/**
 * Holds the save status to its word. At every frame that a person could see, it looks at what the page shows; and when
 * that is "Saved", it reads the log on the server's disk at once: each word of theirs that the page shows must be in it.
 * At the end, nothing they typed may be missing, and nothing may be there twice. Of a tab that was ended in the middle of
 * a word this holds for what its page had promised.
 *
 * Words are `name-007 `, so that no two are alike, and one that lacks a letter is none: a key that is pressed while a
 * browser asks whether to leave is nobody's.
 */
import type { Page } from '@playwright/test'
import { expect } from '@playwright/test'
import type { ReadLog } from './stored-log.ts'

interface Shown {
  readonly status: string
  readonly text: string
}

const DIGITS = 3

export class Checker {
  readonly #name: string
  readonly #documentId: string
  readonly #readLog: ReadLog
  readonly #reading: Promise<void>[] = []
  /** Statuses in the order they were shown. */
  readonly statuses: string[] = []
  /** Words that the page called saved, or kept on the device. */
  readonly promised = new Set<string>()
  readonly lies: string[] = []
  #typed = 0
  /** Words of tabs that were ended before they promised anything of them. */
  readonly #atRisk = new Set<string>()

  constructor(name: string, documentId: string, readLog: ReadLog) {
    this.#name = name.toLowerCase()
    this.#documentId = documentId
    this.#readLog = readLog
  }

  /** Before the page is opened; for each tab of the person. */
  async watch(page: Page): Promise<void> {
    await page.exposeFunction('dureShown', (shown: Shown) => this.#look(shown))
    await page.addInitScript(`(() => {
      let last = ''
      const look = () => {
        const status = document.querySelector('[data-testid=save-status] > span')?.textContent ?? ''
        const text = document.querySelector('[role=textbox][aria-multiline=true]')?.textContent ?? ''
        if (status + text !== last) window.dureShown({ status, text })
        last = status + text
        requestAnimationFrame(look)
      }
      requestAnimationFrame(look)
    })()`)
  }

  /** The next words to type. */
  words(count: number): string {
    const words = Array.from({ length: count }, (_, index) => this.#word(this.#typed + index))
    this.#typed += count
    return words.join('')
  }

  /** The tab is ended just now, while its person writes: what it has not promised by now may be lost with it. */
  ending(): void {
    for (const word of this.#allWords()) if (!this.promised.has(word)) this.#atRisk.add(word)
  }

  /** Nothing promised is missing, whatever became of those who made the promise. */
  async expectPromisesKept(): Promise<void> {
    await Promise.all(this.#reading)
    expect(this.lies, `what ${this.#name}'s page showed and was not so`).toEqual([])
    const there = await this.#inLog()
    expect([...this.promised].filter((word) => !there.includes(word))).toEqual([])
  }

  /** Every word ever typed is in the log, once. Everything is saved by now. */
  async expectNothingLost(): Promise<void> {
    await this.expectPromisesKept()
    const there = await this.#inLog()
    const present = new Set(there)
    const typed = this.#allWords().filter((word) => present.has(word) || !this.#atRisk.has(word))
    expect([...there].sort(inOrder)).toEqual(typed)
  }

  #allWords(): string[] {
    return Array.from({ length: this.#typed }, (_, index) => this.#word(index))
  }

  #word(index: number): string {
    return `${this.#name}-${String(index).padStart(DIGITS, '0')} `
  }

  #look({ status, text }: Shown): void {
    if (this.statuses.at(-1) !== status) this.statuses.push(status)
    if (status === 'Saved') this.#reading.push(this.#compare(text))
    else if (/kept on this device/.test(status)) this.#promise(text)
  }

  #promise(text: string): void {
    for (const word of this.#wordsIn(text)) this.promised.add(word)
  }

  async #compare(text: string): Promise<void> {
    const there = new Set(await this.#inLog())
    for (const word of this.#wordsIn(text)) {
      this.promised.add(word)
      if (!there.has(word)) this.lies.push(`"${word}" was shown as Saved`)
    }
  }

  readonly #inLog = async (): Promise<readonly string[]> => this.#wordsIn(await this.#readLog(this.#documentId))

  #wordsIn(text: string): readonly string[] {
    // An editor shows a space at the end of a line as one that does not break.
    return text.replaceAll('\u00a0', ' ').match(new RegExp(`${this.#name}-\\d{${DIGITS}} `, 'g')) ?? []
  }
}

const inOrder = (a: string, b: string): number => numberIn(a) - numberIn(b)
const numberIn = (word: string): number => Number(word.slice(word.lastIndexOf('-') + 1))
