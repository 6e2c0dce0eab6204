/** Asks the find bar to open, for a menu; the field takes the focus when the menu has let go of it. */
export const openFind = (): void => {
  setTimeout(() => dispatchEvent(new Event(FIND)))
}

export const FIND = 'dure-find'
