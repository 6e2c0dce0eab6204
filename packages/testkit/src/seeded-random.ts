/**
 * Randomness that can be had again: the same seed gives the same draws on every machine.
 *
 * The generator is sfc32 by Chris Doty-Humphrey ("Small Fast Counting", PractRand, public domain): 128 bits of state,
 * of which 32 are a counter, so that no seed has a period below 2^32. Its state is filled by splitmix32, which spreads
 * neighbouring seeds apart. Not for secrets.
 */
export interface SeededRandom {
  /** What to pass to have the same draws again. */
  readonly seed: number
  /** A whole number from 0 to 2^32 - 1. */
  uint32(): number
  /** A whole number from `low` to `high`, both included, all equally likely. */
  int(low: number, high: number): number
  /** A number from 0 up to, not including, 1. */
  fraction(): number
  /** True with this probability. */
  chance(probability: number): boolean
  /** One of them. @throws RangeError when there is none. */
  pick<T>(from: readonly T[]): T
  /** A new array of the same elements in another order, every order equally likely (Fisher and Yates). */
  shuffle<T>(elements: readonly T[]): T[]
  bytes(length: number): Uint8Array<ArrayBuffer>
  /** A generator of its own, so that drawing more in one place does not change what another place draws. */
  fork(): SeededRandom
}

const TWO_32 = 2 ** 32

/** A seed nobody chose. Print it where a test fails: `runSeeded` does. */
export const freshSeed = (): number => Math.floor(Math.random() * TWO_32)

export function createSeededRandom(seed: number): SeededRandom {
  let [a, b, c, counter] = fourWords(seed)

  const uint32 = (): number => {
    const sum = (a + b + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + sum
    c |= 0
    return sum >>> 0
  }
  // Its author discards the first draws, in which a poor seed would still show.
  for (let round = 0; round < 12; round += 1) uint32()

  const int = (low: number, high: number): number => {
    const span = high - low + 1
    if (!(span >= 1 && span <= TWO_32)) throw new RangeError(`int(${low}, ${high}): an empty or too wide range`)
    // Draws of the last, incomplete round of `span` are thrown away: they would favour the low numbers.
    const limit = TWO_32 - (TWO_32 % span)
    for (;;) {
      const draw = uint32()
      if (draw < limit) return low + (draw % span)
    }
  }
  const pick = <T>(from: readonly T[]): T => {
    if (from.length === 0) throw new RangeError('pick: nothing to pick from')
    const index = int(0, from.length - 1)
    for (const picked of from.slice(index, index + 1)) return picked
    throw new RangeError('pick: a hole in the array')
  }
  const fraction = () => uint32() / TWO_32

  return {
    seed,
    uint32,
    int,
    fraction,
    chance: (probability) => fraction() < probability,
    pick,
    shuffle: (elements) => {
      const left = [...elements]
      const shuffled = []
      while (left.length > 0) shuffled.push(...left.splice(int(0, left.length - 1), 1))
      return shuffled
    },
    bytes: (length) => Uint8Array.from({ length }, () => uint32() >>> 24),
    fork: () => createSeededRandom(uint32()),
  }
}

/** splitmix32: a Weyl sequence through the finaliser of MurmurHash3 (Austin Appleby, public domain). */
function fourWords(seed: number): [number, number, number, number] {
  let state = seed | 0
  const next = () => {
    state = (state + 0x9e3779b9) | 0
    let word = state ^ (state >>> 16)
    word = Math.imul(word, 0x85ebca6b)
    word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35)
    return (word ^ (word >>> 16)) | 0
  }
  return [next(), next(), next(), next()]
}

/**
 * Runs a random test. Without a seed it takes that of `DURE_TEST_SEED`, else a fresh one; a failure names it and how
 * to run it again.
 */
export async function runSeeded(
  run: (random: SeededRandom) => void | Promise<void>,
  seed: number = seedFromEnvironment() ?? freshSeed(),
): Promise<void> {
  try {
    await run(createSeededRandom(seed))
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    throw new Error(`seed ${seed} (again: DURE_TEST_SEED=${seed}): ${message}`, { cause: error })
  }
}

function seedFromEnvironment(): number | undefined {
  const { DURE_TEST_SEED: raw } = process.env
  if (raw === undefined || raw === '') return undefined
  const seed = Number(raw)
  if (!Number.isInteger(seed) || seed < 0 || seed >= TWO_32)
    throw new Error(`DURE_TEST_SEED=${raw}: a whole number from 0 to 2^32 - 1`)
  return seed
}
