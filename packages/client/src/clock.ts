/** Time as the client sees it, so that tests can move it by hand (testkit's manual clock has this shape). */
export interface Clock {
  /** Unix time in ms. It may jump (a wrong clock set right, a laptop that slept): nothing here trusts it to be even. */
  now(): number
  setTimeout(run: () => void, delayMs: number): unknown
  clearTimeout(handle: unknown): void
}

export const systemClock: Clock = Object.freeze({
  now: () => Date.now(),
  setTimeout: (run: () => void, delayMs: number) => setTimeout(run, delayMs),
  clearTimeout: (handle: unknown) => clearTimeout(handle as ReturnType<typeof setTimeout>),
})
