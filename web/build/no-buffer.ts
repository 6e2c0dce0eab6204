/**
 * What browsers get where a module names Node's `Buffer`. Turbopack would bring one of 7 kB gzip along for a branch of
 * lib0 that is taken on Node only.
 */
export const Buffer = undefined
