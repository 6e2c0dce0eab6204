import type { Emoji } from '../emoji/emoji.ts'

/** What begins as the query does first, then what has it anywhere; all of them when nothing is asked. */
export function findIcons(all: readonly Emoji[], query: string): readonly Emoji[] {
  const wanted = query.normalize('NFC').toLowerCase().replaceAll(/[\s_]/g, '')
  if (wanted === '') return all
  const beginning = all.filter(({ words }) => words.some((word) => word.startsWith(wanted)))
  const having = all.filter(({ words }) => words.some((word) => word.includes(wanted)))
  return [...new Set([...beginning, ...having])]
}
