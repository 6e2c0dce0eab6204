/**
 * Where the focus goes when a panel has closed: back, unless somebody has moved on meanwhile. A panel leaves with a short
 * motion; whoever has clicked or typed elsewhere by then must not be pulled back.
 */
export function giveBackFocus(
  panel: 'menu' | 'dialog',
  target: () => HTMLElement | null,
): () => HTMLElement | null | false {
  return () => {
    const { activeElement } = document
    const isElsewhere =
      activeElement !== null && activeElement !== document.body && activeElement.closest(`[role="${panel}"]`) === null
    return isElsewhere ? false : target()
  }
}
