/** The package manager, pinned. Kept in .tools rather than run through npx: no look-up each time, and it works offline. */

/** @type {import('./npm.mjs').Tool} */
export const PNPM = { package: 'pnpm', version: '12.21.0', what: 'pnpm' }
