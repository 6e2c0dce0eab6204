/** Friendly names for people who have not said theirs, in the language they read. */
import type { Language } from '../language/language.ts'

const WORDS: Readonly<Record<Language, { readonly kinds: readonly string[]; readonly animals: readonly string[] }>> = {
  en: {
    kinds: [
      'Quiet',
      'Bright',
      'Gentle',
      'Brave',
      'Merry',
      'Swift',
      'Clever',
      'Warm',
      'Early',
      'Curious',
      'Calm',
      'Lucky',
    ],
    animals: ['Heron', 'Magpie', 'Otter', 'Hare', 'Crane', 'Badger', 'Swallow', 'Deer', 'Owl', 'Fox', 'Turtle', 'Lark'],
  },
  ko: {
    kinds: [
      '조용한',
      '밝은',
      '다정한',
      '용감한',
      '즐거운',
      '날쌘',
      '영리한',
      '따뜻한',
      '부지런한',
      '궁금한',
      '차분한',
      '반가운',
    ],
    animals: [
      '왜가리',
      '까치',
      '수달',
      '토끼',
      '두루미',
      '오소리',
      '제비',
      '사슴',
      '부엉이',
      '여우',
      '거북이',
      '종달새',
    ],
  },
}

/** Different seeds below this give different names. */
export const NAME_SEEDS = WORDS.en.kinds.length * WORDS.en.animals.length

/** @param seed A whole number from 0 on; the same one is the same animal in every language. */
export function generatedName(seed: number, language: Language): string {
  const { kinds, animals } = WORDS[language]
  const kind = kinds[Math.floor(seed / animals.length) % kinds.length] ?? ''
  const animal = animals[seed % animals.length] ?? ''
  return `${kind} ${animal}`
}
