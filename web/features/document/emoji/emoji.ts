/** Emoji by their names in English and Korean: served by this server when the first is looked for. */
export interface Emoji {
  readonly unicode: string
  /** In the language of the reader. */
  readonly label: string
  /** Everything it is found by, folded; its shortcodes and names first. */
  readonly words: readonly string[]
}

/** As build/optional-files.mjs writes them: the emoji, its name, what else it is called, its shortcodes. */
type Row = readonly [unicode: string, label: string, tags: readonly string[], codes: readonly string[]]

const MAX_FOUND = 12

let loading: Promise<readonly Emoji[]> | undefined

const rows = async (language: 'en' | 'ko'): Promise<readonly Row[]> => {
  const response = await fetch(`/emoji/${language}.json`)
  if (!response.ok) throw new Error(`emoji: ${response.status}`)
  return response.json()
}

export async function loadEmoji(language: 'en' | 'ko'): Promise<readonly Emoji[]> {
  loading ??= Promise.all([rows('en'), rows('ko')]).then(([english, korean]) => {
    const inKorean = new Map(korean.map((row) => [row[0], row]))
    return english.map(([unicode, label, tags, codes]) => {
      const [, korean_ = '', koreanTags = []] = inKorean.get(unicode) ?? []
      const words = [...codes, label, korean_, ...tags, ...koreanTags].map(folded)
      return { unicode, label: language === 'ko' && korean_ !== '' ? korean_ : label, words }
    })
  })
  try {
    return await loading
  } catch (error) {
    // The next time there may be a network.
    loading = undefined
    throw error
  }
}

const folded = (text: string): string => text.normalize('NFC').toLowerCase().replaceAll(/[\s_]/g, '')

/** Best first: exactly so, then beginning so, then with a part so; among equals in their usual order. */
export function findEmoji(all: readonly Emoji[], query: string): readonly Emoji[] {
  const wanted = folded(query.replace(/:$/, ''))
  if (wanted === '') return all.filter(({ unicode }) => COMMON.includes(unicode)).slice(0, MAX_FOUND)
  const scored = all.flatMap((emoji, order) => {
    const at = emoji.words.indexOf(wanted)
    if (at >= 0) return [{ emoji, score: at / 100, order }]
    if (emoji.words.some((word) => word.startsWith(wanted))) return [{ emoji, score: 1, order }]
    return wanted.length > 1 && emoji.words.some((word) => word.includes(wanted)) ? [{ emoji, score: 2, order }] : []
  })
  return scored
    .sort((a, b) => a.score - b.score || a.order - b.order)
    .slice(0, MAX_FOUND)
    .map(({ emoji }) => emoji)
}

const COMMON: readonly string[] = ['😀', '😂', '🙂', '😍', '🤔', '👍', '🙏', '👏', '🎉', '❤️', '🔥', '✅']
