/** A proxy and a network that treat connections as badly as a test wants. */
export { FAST, type Line, Middlebox, THREE_G } from './middlebox.ts'
export type { Passing, Responses, Upgrades } from './relay.ts'
