/** What the API found wrong with something done to a page, in words. */
import { problemWords } from '../account/problem-words.ts'
import type { PlainKey, Translator } from '../language/translate.ts'

const WORDS: Readonly<Record<string, PlainKey>> = {
  circle: 'page.problem.circle',
  'too-deep': 'page.problem.too-deep',
  forbidden: 'page.problem.forbidden',
  'in-bin': 'page.problem.in-bin',
  'too-often': 'page.problem.often',
  'has-role': 'request.problem.has-role',
}

export const pageProblem = (kind: string | undefined, t: Translator['t']): string => {
  const key = kind === undefined ? undefined : WORDS[kind]
  return key ? t(key) : problemWords(kind, t)
}
