/** A page that nobody looks at paints nothing, and is waited for no longer than this. */
const UNPAINTED_MS = 500

/** Resolves when what was drawn so far has been painted. */
export const afterPaint = (): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, UNPAINTED_MS)
    requestAnimationFrame(() => {
      clearTimeout(timer)
      setTimeout(resolve)
    })
  })
