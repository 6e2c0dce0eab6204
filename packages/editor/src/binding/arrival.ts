/**
 * A large document comes into the editor by and by: what the first screens show at once, the rest in slices, between
 * which the page stays awake. Until all is there the editor shows a beginning of the document, and nothing else: every
 * position in it is the one it will have. Whoever touches the editor meanwhile gets the rest first.
 */

/** More than a screen holds, however short its lines. */
export const FIRST_BLOCKS = 400
/** Some 60 ms of work, the longest that a key typed meanwhile waits. More slices cost more: each lays out the page. */
export const BLOCKS_A_SLICE = 2_000

/** What a person does to an editor begins with one of these. */
export const TOUCHES = ['keydown', 'beforeinput', 'mousedown', 'touchstart', 'copy', 'cut', 'paste', 'drop'] as const

export class Arrival {
  readonly #next: () => boolean
  #timer: ReturnType<typeof setTimeout> | undefined

  /** @param next Brings the next slice; answers whether there is more. */
  constructor(next: () => boolean) {
    this.#next = next
  }

  start(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined
      if (this.#next()) this.start()
    })
  }

  stop(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }
}
