/**
 * While an input method composes (Hangul, kana, pinyin), remote edits wait: a changed text node would break the
 * composition, and half a syllable must not travel.
 */
import type { DocumentConnection } from '@dure/client'

/** Covers every field inside `element`. @returns a function that stops, and lets go of what is held. */
export function holdDuringComposition(
  element: HTMLElement,
  connection: Pick<DocumentConnection, 'hold' | 'release'>,
): () => void {
  // Counted, because a composition may begin before the release after the last one has run.
  let composition = 0
  const begin = (): void => {
    composition += 1
    connection.hold()
  }
  const end = (): void => {
    const ended = composition
    // ProseMirror reads the result in the first microtask after compositionend; remote edits may come in the next.
    queueMicrotask(() =>
      queueMicrotask(() => {
        if (composition === ended) connection.release()
      }),
    )
  }
  element.addEventListener('compositionstart', begin)
  element.addEventListener('compositionend', end)
  return () => {
    element.removeEventListener('compositionstart', begin)
    element.removeEventListener('compositionend', end)
    connection.release()
  }
}
