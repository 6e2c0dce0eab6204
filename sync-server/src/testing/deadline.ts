/** How long a test waits for something that should come at once. Two cores may be shared by many test files. */
export const DEADLINE_MS = 15_000
