/** A menu that is still there after this long stays. */
const MENU_GONE_MS = 1_000

/** Asks the find bar to open, for a menu: when it is gone and has given the focus back, so that the field keeps it. */
export function openFind(): void {
  const began = performance.now()
  const ask = (): void => {
    if (document.querySelector('[role="menu"]') && performance.now() - began < MENU_GONE_MS) requestAnimationFrame(ask)
    else setTimeout(() => dispatchEvent(new Event(FIND)))
  }
  requestAnimationFrame(ask)
}

export const FIND = 'dure-find'
