/**
 * A large document comes into the editor by and by: what the first screens show at once, the rest in slices, between
 * which the page stays awake. Until all is there the editor shows a beginning of the document, and nothing else: every
 * position in it is the one it will have. Whoever touches the editor meanwhile gets the rest first.
 */

/** More than a screen holds, however short its lines. */
export const FIRST_BLOCKS = 200
/** Fewer than this over the first come with them: a slice of its own would cost more than it saves. */
export const BLOCKS_WORTH_A_SLICE = 200
/** Some 60 ms of work, the longest that a key typed meanwhile waits. More slices cost more: each lays out the page. */
export const BLOCKS_A_SLICE = 2_000

/** What a person does to an editor begins with one of these. */
export const TOUCHES = ['keydown', 'beforeinput', 'mousedown', 'touchstart', 'copy', 'cut', 'paste', 'drop'] as const

/** A page that nobody looks at paints nothing: there the next slice waits no longer than this. */
const UNPAINTED_MS = 100

export class Arrival {
  readonly #next: () => boolean
  #timer: ReturnType<typeof setTimeout> | undefined
  #frame: number | undefined

  /** @param next Brings the next slice; answers whether there is more. */
  constructor(next: () => boolean) {
    this.#next = next
  }

  /** The next slice comes when what is there was painted: until then it could be neither read nor written in. */
  start(): void {
    if (this.#timer !== undefined) return
    const bring = (): void => {
      this.stop()
      if (this.#next()) this.start()
    }
    this.#timer = setTimeout(bring, UNPAINTED_MS)
    this.#frame = requestAnimationFrame(() => {
      clearTimeout(this.#timer)
      this.#timer = setTimeout(bring)
    })
  }

  stop(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame)
    this.#frame = undefined
  }
}
