/** A document of a hundred pages, as plain data: a heading and ten paragraphs of some fifty words to each. */

export interface Line {
  readonly heading: boolean
  readonly text: string
}

const PAGES = 100
const PARAGRAPHS = 10
const SENTENCE = 'Many hands make light work, and what was sown together in spring is brought home together in autumn. '

/** What the first paragraph begins with: how a page is known to show the text. */
export const FIRST_WORDS = 'These are the first words of the document.'
/** And the last one ends with. */
export const LAST_WORDS = 'These are its last.'

export function hundredPages(): readonly Line[] {
  const lines: Line[] = [{ heading: false, text: FIRST_WORDS }]
  for (let page = 1; page <= PAGES; page += 1) {
    lines.push({ heading: true, text: `Page ${page}` })
    for (let paragraph = 1; paragraph <= PARAGRAPHS; paragraph += 1)
      lines.push({ heading: false, text: SENTENCE.repeat(3).trim() })
  }
  return [...lines, { heading: false, text: LAST_WORDS }]
}
