/**
 * Formulas, drawn by KaTeX: loaded with the first one, with its fonts from this server. What people write is never
 * HTML: KaTeX builds elements itself, and with `trust: false` it makes no links, no images and no classes of theirs.
 */
import type katexOf from 'katex'

/** Longer sources are shown as they are: drawing one must not take a second. */
export const MAX_DRAWN_LENGTH = 8_000

let loading: Promise<typeof katexOf> | undefined

async function load(): Promise<typeof katexOf> {
  const [{ default: katex }] = await Promise.all([import('katex'), import('katex/dist/katex.min.css')])
  return katex
}

/** Draws into `element`. Answers what is wrong with the source, in KaTeX's words; undefined when nothing is. */
export async function drawMath(element: HTMLElement, source: string, display: boolean): Promise<string | undefined> {
  loading ??= load()
  const katex = await loading.catch((error: unknown) => {
    // The next formula asks again: there may be a network by then.
    loading = undefined
    throw error
  })
  try {
    katex.render(source, element, {
      displayMode: display,
      trust: false,
      strict: 'ignore',
      throwOnError: true,
      maxSize: 50,
      maxExpand: 300,
    })
    return undefined
  } catch (error) {
    if (error instanceof Error) return error.message.replace(/^KaTeX parse error: /, '')
    throw error
  }
}
