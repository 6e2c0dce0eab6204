/** What a test of bad networks gets: people who each come by a line of their own, with a checker of every word shown. */
import { type Line, Middlebox } from '@dure/testkit/middlebox'
import { expect, type Page } from '@playwright/test'
import { Checker } from './checker.ts'
import { test as base } from './fixtures.ts'
import type { Arrival, Person } from './person.ts'
import { type ReadLog, sqliteLog } from './stored-log.ts'

/** The longest way back: a socket that is found dead after a probe, and a few steps of back-off. */
const BACK_MS = 60_000
/** How often a caret is put to where somebody writes, when it is not there. */
const CARET_TRIES = 5

/**
 * What stands between the caret and that end of the text. ProseMirror takes a caret at the start for the browser's doing
 * when the clock was set back since the page got the focus, and puts it back, once.
 */
const textBeyondCaret = (where: 'start' | 'end'): string => `(() => {
  const { anchorNode, anchorOffset } = getSelection()
  const range = document.createRange()
  range.selectNodeContents(document.querySelector('[role=textbox][aria-multiline=true]'))
  range.set${where === 'start' ? 'End' : 'Start'}(anchorNode, anchorOffset)
  return range.toString()
})()`

export class Writer {
  readonly person: Person
  readonly checker: Checker
  readonly line: Middlebox
  readonly #documentId: string
  readonly #atStart: boolean

  /** @param atStart Where they write: two carets in one place would write into each other's words. */
  constructor(person: Person, checker: Checker, line: Middlebox, documentId: string, atStart: boolean) {
    this.person = person
    this.checker = checker
    this.line = line
    this.#documentId = documentId
    this.#atStart = atStart
  }

  get page(): Page {
    return this.person.page
  }

  async open(): Promise<void> {
    await this.person.open(this.line.origin, this.#documentId)
  }

  /** Goes there, whatever can be reached. */
  async visit(): Promise<void> {
    await this.page.goto(`${this.line.origin}/d/${this.#documentId}`)
  }

  /** Another tab of the same browser, watched as this one. */
  async secondTab(): Promise<Writer> {
    const tab = await this.person.secondTab()
    await this.checker.watch(tab.page)
    return new Writer(tab, this.checker, this.line, this.#documentId, this.#atStart)
  }

  async write(words: number): Promise<void> {
    const text = this.checker.words(words)
    const where = this.#atStart ? 'start' : 'end'
    // Not for as long as it takes: the tab may be gone by now.
    for (let tries = 0; tries < CARET_TRIES; tries += 1) {
      await this.person.putCaret(where)
      if ((await this.page.evaluate(textBeyondCaret(where))) === '') break
    }
    await this.page.keyboard.type(text)
  }

  /** What is unsaved is on the device: it outlives the tab. */
  async kept(): Promise<void> {
    await expect(this.person.status).toContainText(/Offline\. .+ kept on this device/)
  }

  /** The line works again, and the system says so. */
  async back(line?: Line): Promise<void> {
    if (line) this.line.line = line
    this.line.mend()
    await this.wake()
  }

  /** The browser hears of a network. */
  async wake(): Promise<void> {
    await this.page.evaluate("dispatchEvent(new Event('online'))")
  }

  async saved(): Promise<void> {
    await expect(this.person.status).toContainText('Saved', { timeout: BACK_MS })
  }
}

interface StoryFixtures {
  /** How the store is read; the deployment's embedded one. */
  readonly readLog: ReadLog
  /** Servers that people reach; the deployment's. */
  readonly servers: readonly string[]
  readonly writer: (name: string, how?: Arrival) => Promise<Writer>
}

export const test = base.extend<StoryFixtures>({
  readLog: async ({ deployment }, use) => use(sqliteLog(deployment.dataDirectory)),
  servers: async ({ deployment }, use) => use(deployment.replicas.map((replica) => replica.origin)),
  writer: async ({ person, documentId, readLog, servers }, use) => {
    const writers: Writer[] = []
    await use(async (name, how) => {
      const line = await Middlebox.start(servers)
      const someone = await person(name, how)
      const checker = new Checker(name, documentId, readLog)
      await checker.watch(someone.page)
      const writer = new Writer(someone, checker, line, documentId, writers.length > 0)
      writers.push(writer)
      return writer
    })
    for (const { checker } of writers) await checker.expectPromisesKept()
    for (const { line } of writers) await line.close()
  },
})

/** Everyone is saved, shows the same, and all they ever typed is on disk, once. */
export async function expectAllWell(...writers: readonly Writer[]): Promise<void> {
  for (const writer of writers) await writer.saved()
  for (const { checker } of writers) await checker.expectNothingLost()
  const [first, ...others] = writers
  for (const other of others) {
    await expect(async () => {
      expect(await other.person.text.textContent()).toBe(await first?.person.text.textContent())
    }).toPass()
  }
}

export { expect }
