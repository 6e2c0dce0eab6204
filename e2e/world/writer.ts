/** Two people writing in one text: carets put where a test says, lines read as the page shows them. */
import { expect, type Page } from '@playwright/test'
import { InputMethod } from './input-method.ts'
import type { Person } from './person.ts'

/** First byte of a `dure.1` message with edits of others. */
const UPDATES = 21

export class Writer {
  readonly person: Person
  readonly page: Page
  readonly inputMethod: InputMethod
  #editsHeard: number

  private constructor(person: Person, inputMethod: InputMethod, heard: () => number) {
    this.person = person
    this.page = person.page
    this.inputMethod = inputMethod
    this.#editsHeard = 0
    this.#heard = heard
  }

  readonly #heard: () => number

  /** Opens the document, and from then on remembers everything the text ever showed. */
  static async open(person: Person, origin: string, documentId: string): Promise<Writer> {
    let heard = 0
    person.page.on('websocket', (socket) =>
      socket.on('framereceived', ({ payload }) => {
        if (typeof payload !== 'string' && payload[0] === UPDATES) heard += 1
      }),
    )
    await person.open(origin, documentId)
    await person.text.evaluate((text) => {
      const seen: string[] = []
      Object.assign(globalThis, { seen })
      new MutationObserver(() => seen.push(text.textContent ?? '')).observe(text, {
        subtree: true,
        childList: true,
        characterData: true,
      })
    })
    return new Writer(person, await InputMethod.of(person.page), () => heard)
  }

  /** Everything the text showed at any time. */
  async everSeen(): Promise<string> {
    const seen = await this.page.evaluate(() => (globalThis as unknown as { seen: string[] }).seen.join('\n'))
    return seen
  }

  async paste(html: string): Promise<void> {
    await this.person.text.click()
    await this.person.text.evaluate((text, content) => {
      const clipboardData = new DataTransfer()
      clipboardData.setData('text/html', content)
      text.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
    }, html)
  }

  /** Puts the caret into the block that holds `text`, so many characters after where that begins; or selects up to `to`. */
  async caret(text: string, offset = 0, to = offset): Promise<void> {
    await this.person.text.evaluate(
      (root, [sought, from, until]) => {
        root.focus()
        const blocks = [...root.querySelectorAll('[data-kind]')]
        const block = blocks.find((one) => one.textContent?.includes(sought))
        if (!block) throw new Error(`"${sought}" is nowhere in "${root.textContent}"`)
        const start = block.textContent?.indexOf(sought) ?? 0
        const place = (index: number): [Node, number] => {
          const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT)
          let left = index
          let node = walker.nextNode()
          while (node && left > (node.textContent?.length ?? 0)) {
            left -= node.textContent?.length ?? 0
            node = walker.nextNode()
          }
          return node ? [node, left] : [block, 0]
        }
        getSelection()?.setBaseAndExtent(...place(start + from), ...place(start + until))
        // The browser says so a moment later, which a key of the test may outrun as no hand does.
        document.dispatchEvent(new Event('selectionchange'))
      },
      [text, offset, to] as const,
    )
  }

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key)
  }

  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text)
  }

  /** One line a block: its kind where that is not paragraph, its indent, its text. */
  lines(): Promise<string[]> {
    return this.person.text.evaluate((root) =>
      [...root.querySelectorAll('[data-kind]')].map((block) => {
        const { kind, indent } = (block as HTMLElement).dataset
        const look = `${kind === 'paragraph' ? '' : `${kind} `}${indent === undefined ? '' : `+${indent} `}`
        return `${look}${block.textContent}`
      }),
    )
  }

  async shows(lines: readonly string[]): Promise<void> {
    await expect.poll(() => this.lines()).toEqual(lines)
  }

  /** What comes over the wire from here on counts for `heardAnEdit`. */
  listen(): void {
    this.#editsHeard = this.#heard()
  }

  /** Resolves when an edit of somebody else has reached this browser, whether it shows already or not. */
  async heardAnEdit(): Promise<void> {
    await expect.poll(() => this.#heard()).toBeGreaterThan(this.#editsHeard)
  }
}

/** Both show the same, and it is one of these. */
export async function bothShow(
  writers: readonly [Writer, Writer],
  allowed: readonly (readonly string[])[],
): Promise<void> {
  const wanted = allowed.map((lines) => JSON.stringify(lines))
  await expect
    .poll(async () => {
      const [first, second] = await Promise.all(writers.map(async (writer) => JSON.stringify(await writer.lines())))
      return first === second && first !== undefined && wanted.includes(first)
        ? 'as wanted'
        : `${first}\n${second}\nwanted ${wanted.join(' or ')}`
    })
    .toBe('as wanted')
}
