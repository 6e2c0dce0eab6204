/**
 * Long code is coloured in stretches, so that a change costs no more than its stretch. A stretch ends where something
 * new begins at the margin after an empty line: there, hardly any language goes on with a string or a comment.
 */

/** Shorter code is one stretch. */
const MIN_CHUNK = 4_000
/** Without a good place, any line's end has to do. */
const MAX_CHUNK = 12_000

export interface Chunk {
  readonly from: number
  readonly text: string
}

export function codeChunks(text: string): readonly Chunk[] {
  const chunks: Chunk[] = []
  let from = 0
  while (text.length - from > MIN_CHUNK) {
    const end = chunkEnd(text, from)
    chunks.push({ from, text: text.slice(from, end) })
    from = end
  }
  if (from < text.length) chunks.push({ from, text: text.slice(from) })
  return chunks
}

function chunkEnd(text: string, from: number): number {
  const good = /\n[ \t]*\n(?=\S)/g
  good.lastIndex = from + MIN_CHUNK
  const found = good.exec(text)
  const end = found ? found.index + found[0].length : text.length
  if (end - from <= MAX_CHUNK) return end
  const line = text.lastIndexOf('\n', from + MAX_CHUNK)
  return line > from ? line + 1 : from + MAX_CHUNK
}
