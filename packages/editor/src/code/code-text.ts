/** The text of a code block, one unit a position: a line's end may be a character or, as browsers type it, a break. */
import type { Node } from '@tiptap/pm/model'

export const codeText = (block: Node): string =>
  block.textBetween(0, block.content.size, undefined, (leaf) => (leaf.type.name === 'hardBreak' ? '\n' : '\ufffc'))
