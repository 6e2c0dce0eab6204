/**
 * The seeded simulation of the whole system. `DURE_SIMULATION_SEEDS=5000` runs as many; `DURE_TEST_SEED=…` runs one.
 * A seed that ever failed is kept in `FAILED_ONCE`.
 */
import { createSeededRandom, type SeededRandom } from '@dure/testkit'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { type Person, World } from './world.ts'

const SEEDS = Number(process.env['DURE_SIMULATION_SEEDS'] ?? 500)
/** Seeds a test: one that fails is found without the others, and the log stays short. */
const SEEDS_PER_TEST = 50
const STEPS = 120
const FAILED_ONCE: readonly number[] = [70, 417]

class Story {
  readonly world: World
  readonly #random: SeededRandom
  readonly #deleted = new Set<string>()
  #typed = 0

  /** Drawn apart, so that a seed's other events are what they were before there was this one. */
  readonly #freezes: SeededRandom | undefined

  constructor(seed: number, freezes: boolean) {
    this.#freezes = freezes ? createSeededRandom(seed ^ 0x5eed) : undefined
    this.#random = createSeededRandom(seed)
    this.world = new World(this.#random.fork(), this.#random.int(1, 3))
    for (const name of ['alice', 'bob', 'carol'].slice(0, this.#random.int(2, 3))) this.world.join(name)
  }

  async tell(): Promise<void> {
    const { world } = this
    world.loss = this.#random.pick([0, 0.1, 0.5, 1])
    for (let step = 0; step < STEPS; step += 1) {
      this.#step()
      this.#freeze()
      await world.settle()
      this.#expectNoLie()
    }
    await this.#heal()
    this.#expectConverged()
    await this.#expectPromptness()
    await world.close()
  }

  #step(): void {
    const { world } = this
    const random = this.#random
    const person = random.pick(world.people)
    const draw = random.int(1, 100)
    if (draw <= 30) this.#type(person)
    else if (draw <= 35) for (const each of world.people) this.#type(each)
    else if (draw <= 45) this.#erase(person)
    else if (draw <= 80) world.time.advance(random.int(1, 60))
    else if (draw <= 85) world.time.advance(random.int(100, 5000))
    else if (draw <= 89) world.linkOf(person)?.cut()
    else if (draw <= 91) world.linkOf(person)?.halfOpen()
    else if (draw <= 94) this.#crash()
    else if (draw <= 96) world.disk.faults = random.pick([0, 0, 0.1, 0.6])
    else if (draw <= 98 && world.replicas.length > 0) world.cutBackplane(random.pick(world.replicas))
    else world.mendBackplanes()
  }

  /** A replica is stopped for a while: its clock jumps, and everything that waited for it comes at once. */
  #freeze(): void {
    const { replicas } = this.world
    if (replicas.length > 0 && this.#freezes?.chance(0.03)) {
      this.#freezes.pick(replicas).fence.freeze(this.#freezes.int(50, 8000))
    }
  }

  #crash(): void {
    if (this.world.replicas.length > 0) this.world.crash(this.#random.pick(this.world.replicas))
  }

  #type(person: Person): void {
    const text = person.connection.doc.getText('body')
    const characters = Array.from({ length: this.#random.int(1, 3) }, (_, index) => letter(this.#typed + index))
    this.#typed += characters.length
    text.insert(this.#random.int(0, text.length), characters.join(''))
  }

  #erase(person: Person): void {
    const text = person.connection.doc.getText('body')
    if (text.length === 0) return
    const at = this.#random.int(0, text.length - 1)
    const length = this.#random.int(1, Math.min(3, text.length - at))
    for (const each of text.toString().slice(at, at + length)) this.#deleted.add(each)
    text.delete(at, length)
  }

  /** At every moment: Saved is on disk, and so is what anyone sees of others. */
  #expectNoLie(): void {
    const { world } = this
    const durable = clocksOf(world.disk.truth(world.documentId))
    for (const { name, connection } of world.people) {
      const own = connection.doc.clientID
      for (const [client, clock] of clocksOf(connection.doc)) {
        if (client === own && connection.status.kind !== 'saved') continue
        const what = client === own ? 'is told "saved" of' : 'sees'
        expect(durable.get(client) ?? 0, `${name} ${what} what is not on disk`).toBeGreaterThanOrEqual(clock)
      }
    }
  }

  async #heal(): Promise<void> {
    const { world } = this
    world.disk.faults = 0
    world.mendBackplanes()
    await world.pass(5000)
    for (const { connection } of world.people) {
      connection.retryParked()
      connection.reconnectNow()
    }
    await world.pass(15_000)
  }

  #expectConverged(): void {
    const { world } = this
    const truth = world.disk.truth(world.documentId)
    expect(truth.store.pendingStructs, 'a row of the log cannot be integrated').toBeNull()
    expect(world.disk.quarantined(world.documentId).size).toBe(0)
    for (const { name, connection } of world.people) {
      expect(connection.status, name).toEqual({ kind: 'saved' })
      expect(connection.doc.getText('body').toString(), name).toBe(truth.getText('body').toString())
      // State vector and delete set both.
      expect(Y.encodeStateAsUpdate(connection.doc), name).toEqual(Y.encodeStateAsUpdate(truth))
    }
    const typed = Array.from({ length: this.#typed }, (_, index) => letter(index))
    const left = typed.filter((each) => !this.#deleted.has(each))
    expect([...truth.getText('body').toString()].sort()).toEqual(left.sort())
  }

  /** With no message between replicas arriving at all, the last edit is everywhere within two seconds. */
  async #expectPromptness(): Promise<void> {
    const { world } = this
    world.loss = 1
    const [first] = world.people
    if (!first) return
    this.#type(first)
    await world.pass(2000)
    const text = first.connection.doc.getText('body').toString()
    for (const { name, connection } of world.people) {
      expect(connection.doc.getText('body').toString(), `${name}, two seconds later`).toBe(text)
    }
  }
}

const clocksOf = (doc: Y.Doc): Map<number, number> => Y.decodeStateVector(Y.encodeStateVector(doc))

/** Characters that occur once in a story. */
const letter = (index: number): string => String.fromCharCode(0x4e00 + index)

async function tell(seed: number, freezes = true): Promise<void> {
  try {
    await new Story(seed, freezes).tell()
  } catch (error) {
    throw new Error(`seed ${seed} (again: DURE_TEST_SEED=${seed}): ${error instanceof Error ? error.message : error}`, {
      cause: error,
    })
  }
}

describe('[DU1] [DU2] [DU3] [DU4] [DU5] nothing acknowledged is lost, nothing is doubled, all converge', () => {
  const one = process.env['DURE_TEST_SEED']
  if (one !== undefined) {
    test(`seed ${one}`, () => tell(Number(one), process.env['DURE_TEST_FREEZES'] !== '0'))
    return
  }
  test.each(FAILED_ONCE)('seed %i, which failed once, before replicas froze', (seed) => tell(seed, false))
  const parts = Array.from({ length: Math.ceil(SEEDS / SEEDS_PER_TEST) }, (_, index) => index * SEEDS_PER_TEST + 1)
  test.each(parts)(`seeds from %i on`, { timeout: 120_000 }, async (first) => {
    for (let seed = first; seed < Math.min(first + SEEDS_PER_TEST, SEEDS + 1); seed += 1) await tell(seed)
  })
})
