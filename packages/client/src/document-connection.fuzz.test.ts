/**
 * Random people on a bad network, seeded. Checked throughout: nobody is told "saved" of an edit the log does not hold.
 * Checked at the end, when the network is good again: all see the same, and each character typed is there once unless
 * someone deleted it.
 */
import { CLOSE, REFUSAL } from '@dure/protocol'
import { runSeeded, type SeededRandom } from '@dure/testkit'
import { expect, it } from 'vitest'
import { decodeStateVector, encodeStateVector } from 'yjs'
import { type Person, World } from './testing/world.ts'

const STEPS = 400

class Story {
  readonly world = new World()
  readonly people: readonly Person[]
  readonly #random: SeededRandom
  readonly #deleted = new Set<string>()
  #typed = 0

  constructor(random: SeededRandom) {
    this.#random = random
    this.world.random = () => random.fraction()
    this.people = ['alice', 'bob', 'carol'].map((name) => this.world.join(name))
    this.world.server.judge = () =>
      random.chance(0.1)
        ? { reason: random.pick([REFUSAL.cannotStore, REFUSAL.tooFast, REFUSAL.skipsClocks]), detail: 'bad luck' }
        : undefined
  }

  async step(): Promise<void> {
    const random = this.#random
    const person = random.pick(this.people)
    const draw = random.int(1, 100)
    if (draw <= 35) this.#type(person)
    else if (draw <= 45) this.#erase(person)
    else if (draw <= 70) person.deliver(random.int(1, 3))
    else if (draw <= 76) this.world.clock.advance(random.int(1, 2000))
    else if (draw <= 78) this.world.clock.advance(random.int(2000, 60_000))
    else if (draw <= 83) person.cut()
    else if (draw <= 85) person.halfOpen()
    else if (draw <= 87) person.reachable = random.chance(0.7)
    else if (draw <= 90) person.connection.hold()
    else if (draw <= 94) person.connection.release()
    else if (draw <= 95) this.world.server.closeAll(random.pick([CLOSE.restarting, CLOSE.tryLater]).code)
    else if (draw <= 96) this.world.server.goaway(random.int(0, 5000))
    else if (draw <= 98) person.page.network(random.chance(0.5))
    else person.page.shown()
    if (random.chance(0.5)) await this.world.turn()
    this.expectNoLie()
  }

  /** Everything a person who is told "saved" wrote is in the log. */
  expectNoLie(): void {
    const log = decodeStateVector(encodeStateVector(this.world.server.content()))
    for (const { name, connection } of this.people) {
      if (connection.status.kind !== 'saved') continue
      const { clientID } = connection.doc
      const wrote = decodeStateVector(encodeStateVector(connection.doc)).get(clientID) ?? 0
      expect(log.get(clientID) ?? 0, `${name} is told "saved"`).toBeGreaterThanOrEqual(wrote)
    }
  }

  async heal(): Promise<void> {
    this.world.server.judge = () => undefined
    for (const person of this.people) {
      person.reachable = true
      person.connection.release()
      // A resync that is refused as well is parked; the person tries again.
      person.connection.retryParked()
    }
    await this.world.pass(120_000)
  }

  expectConverged(): void {
    const text = this.world.server.text()
    for (const person of this.people) {
      expect(person.connection.parked).toEqual([])
      expect(person.connection.status).toEqual({ kind: 'saved' })
      expect(person.connection.connection).toEqual({ kind: 'live' })
      expect(person.text).toBe(text)
    }
    expect(new Set(text).size).toBe(text.length)
    const expected = Array.from({ length: this.#typed }, (_, index) => letter(index))
    expect([...text].sort()).toEqual(expected.filter((each) => !this.#deleted.has(each)).sort())
  }

  expectNumbersKeepTheirBytes(): void {
    const bytes = new Map<string, string>()
    for (const row of this.world.server.arrived) {
      const name = `${row.sessionId} ${row.clientSeq}`
      const hex = Buffer.from(row.bytes).toString('hex')
      expect(bytes.get(name) ?? hex).toBe(hex)
      bytes.set(name, hex)
    }
  }

  #type(person: Person): void {
    const length = this.#random.int(1, 3)
    let text = ''
    for (let each = 0; each < length; each += 1) {
      text += letter(this.#typed)
      this.#typed += 1
    }
    person.type(text, this.#random.int(0, person.text.length))
  }

  #erase(person: Person): void {
    if (person.text.length === 0) return
    const at = this.#random.int(0, person.text.length - 1)
    const length = this.#random.int(1, Math.min(3, person.text.length - at))
    for (const each of person.text.slice(at, at + length)) this.#deleted.add(each)
    person.erase(at, length)
  }
}

/** Characters that occur once in a story. */
const letter = (index: number): string => String.fromCharCode(0x4e00 + index)

const tell = async (random: SeededRandom): Promise<void> => {
  const story = new Story(random)
  for (let each = 0; each < STEPS; each += 1) await story.step()
  await story.heal()
  story.expectNumbersKeepTheirBytes()
  story.expectConverged()
  await story.world.close()
  expect(story.world.clock.pending).toBe(0)
}

it.each([1, 2, 3, 4, 5, 6, 7, 8, 289])(
  '[DU1] [DU3] nothing is lost, doubled or called saved too early: story %i',
  (seed) => runSeeded(tell, seed),
)

it('[DU1] [DU3] nothing is lost, doubled or called saved too early: a story never told before', () => runSeeded(tell))
