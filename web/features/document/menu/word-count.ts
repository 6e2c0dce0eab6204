/** How much a text is, as people count it in English and in Korean. Pure. */

export interface WordCount {
  readonly words: number
  /** As people see them: a syllable of Hangul is one, so is an emoji of five code points. */
  readonly characters: number
  readonly charactersWithoutSpaces: number
  /** Lines that say something. */
  readonly paragraphs: number
}

export function countWords(text: string, language: string): WordCount {
  let words = 0
  for (const { isWordLike } of new Intl.Segmenter(language, { granularity: 'word' }).segment(text)) {
    if (isWordLike) words += 1
  }
  let characters = 0
  let spaces = 0
  for (const { segment } of new Intl.Segmenter(language, { granularity: 'grapheme' }).segment(text)) {
    if (segment === '\n' || segment === '\r\n') continue
    characters += 1
    if (/^\s+$/u.test(segment)) spaces += 1
  }
  const paragraphs = text.split('\n').filter((line) => line.trim() !== '').length
  return { words, characters, charactersWithoutSpaces: characters - spaces, paragraphs }
}
