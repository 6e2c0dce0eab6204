import { expect, test } from 'vitest'
import { countWords } from './word-count.ts'

test('counts words, characters as they are seen, and lines that say something', () => {
  expect(countWords('Write together.\n\nSaved means saved.', 'en')).toEqual({
    words: 5,
    characters: 33,
    charactersWithoutSpaces: 30,
    paragraphs: 2,
  })
  expect(countWords('두레는 함께 쓰는 문서예요.', 'ko')).toEqual({
    words: 4,
    characters: 15,
    charactersWithoutSpaces: 12,
    paragraphs: 1,
  })
})

test('an emoji of several code points and a syllable of jamo are one character each', () => {
  expect(countWords('👨‍👩‍👧각', 'ko').characters).toBe(2)
  expect(countWords('', 'en')).toEqual({ words: 0, characters: 0, charactersWithoutSpaces: 0, paragraphs: 0 })
})
