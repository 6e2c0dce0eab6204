/** Markup of at most so many characters: whoever writes it asks whether there is room left, and leaves off where there is none. */
import { escapeHtml } from './static-html.ts'

export type HtmlAttributes = Readonly<Record<string, unknown>>

export class BoundedHtml {
  #left: number
  /** False when something was left off. */
  complete = true

  constructor(maxLength: number) {
    this.#left = maxLength
  }

  /** Whether there is no room for another piece: which is then left off. */
  leavesOff(): boolean {
    if (this.#left > 0) return false
    this.complete = false
    return true
  }

  /** What does not fit is cut off, between characters. */
  text(text: string): string {
    const fits = text.length <= this.#left
    if (!fits) this.complete = false
    return this.spend(escapeHtml(fits ? text : text.slice(0, Math.max(0, this.#left)).toWellFormed()))
  }

  open(tag: string, attributes: HtmlAttributes): string {
    return this.spend(openTag(tag, attributes))
  }

  /** @param inside Markup that was spent already. */
  element(tag: string, attributes: HtmlAttributes, inside: string): string {
    return this.open(tag, attributes) + inside + this.spend(`</${tag}>`)
  }

  /** Markup that goes out as it is: what was begun is ended, room or not. */
  spend(html: string): string {
    this.#left -= html.length
    return html
  }
}

/** Attributes that are null are not there. */
export function openTag(tag: string, attributes: HtmlAttributes): string {
  const said = Object.entries(attributes).filter(([, value]) => value !== null && value !== undefined)
  return `<${tag}${said.map(([name, value]) => ` ${name}="${escapeHtml(value)}"`).join('')}>`
}
