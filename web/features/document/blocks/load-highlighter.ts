/** Which words of code are which: highlight.js by lowlight, 47 kB gzip, loaded with the first code in a language. */
import type { CodeHighlighter, Token } from '@dure/editor'
import { codeLanguage } from './code-languages.ts'

interface Piece {
  readonly type: string
  readonly value?: string
  readonly properties?: { readonly className?: unknown }
  readonly children?: readonly Piece[]
}

export async function loadHighlighter(): Promise<CodeHighlighter> {
  const { common, createLowlight } = await import('lowlight')
  const lowlight = createLowlight(common)
  return {
    highlight: (word, text) => {
      const id = codeLanguage(word)?.id ?? word.toLowerCase()
      return lowlight.registered(id) ? tokensOf(lowlight.highlight(id, text)) : []
    },
  }
}

/** Nested pieces laid flat: the innermost look counts. */
function tokensOf(root: Piece): readonly Token[] {
  const tokens: Token[] = []
  let at = 0
  const visit = (piece: Piece, look: string | undefined): void => {
    if (piece.value !== undefined) {
      const to = at + piece.value.length
      if (look !== undefined && to > at) tokens.push({ from: at, to, look })
      at = to
    }
    const names = piece.properties?.className
    const own = Array.isArray(names) && typeof names[0] === 'string' ? names[0] : undefined
    for (const child of piece.children ?? []) visit(child, own ?? look)
  }
  visit(root, undefined)
  return tokens
}
